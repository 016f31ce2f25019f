#!lua flags=allow-oom
-- Lets one node at a time do something, also in a Redis that is full.
-- KEYS  1 claim
-- ARGV  1 ms after which it runs out
-- Returns  1 for who may, 0 for the others
if redis.call('SET', KEYS[1], '1', 'PX', ARGV[1], 'NX') then return 1 end
return 0
