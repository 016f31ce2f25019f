#!lua flags=allow-oom
-- Prolongs a node's lease, also in a Redis that is full: every node would otherwise be given up at once.
-- KEYS  1 nodes: sorted set of node by the end of its lease, ms of Redis's clock
-- ARGV  1 node   2 lease in ms
-- Returns  1 where the lease was held, 0 where it had run out or never was
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local until_ms = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], string.format('%d', now + tonumber(ARGV[2])), ARGV[1])
if until_ms and tonumber(until_ms) > now then return 1 end
return 0
