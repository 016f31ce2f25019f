#!lua flags=allow-oom
-- Notes a room that a node may hold peers of, also in a Redis that is full: a session that comes back must be found.
-- KEYS  1 set of the node's rooms
-- ARGV  1 room
redis.call('SADD', KEYS[1], ARGV[1])
return 1
