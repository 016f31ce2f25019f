#!lua flags=allow-oom
-- Prolongs a node's lease, also in a Redis that is full: every node would otherwise be given up at once. A lease that
-- had run out begins a new term: what others do to the peers of the term before does not touch those of this one.
-- KEYS  1 leases: sorted set of node by the end of its lease, ms of Redis's clock   2 terms: hash of node -> term
-- ARGV  1 node   2 lease in ms
-- Returns  {1 where the lease was held, 0 where it had run out or never was, term}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local until_ms = redis.call('ZSCORE', KEYS[1], ARGV[1])
local term = tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or '0')
local held = until_ms and tonumber(until_ms) > now and term > 0
if not held then
  term = math.max(term + 1, time[1] * 1000000 + time[2])
  redis.call('HSET', KEYS[2], ARGV[1], string.format('%d', term))
end
redis.call('ZADD', KEYS[1], string.format('%d', now + tonumber(ARGV[2])), ARGV[1])
return { held and 1 or 0, term }
