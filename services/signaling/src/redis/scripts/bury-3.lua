#!lua flags=allow-oom
-- A dead node was dealt with: it is forgotten, unless it has begun a new term meanwhile.
-- KEYS  1 leases: sorted set of node by the end of its lease, ms of Redis's clock   2 terms: hash of node -> term
--       3 rooms: set of the node's rooms
-- ARGV  1 node   2 the term that ended; '' ends any
-- Returns  1 where it is forgotten
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[2] ~= '' then
  local until_ms = redis.call('ZSCORE', KEYS[1], ARGV[1])
  if until_ms and tonumber(until_ms) > now then return 0 end
  if (redis.call('HGET', KEYS[2], ARGV[1]) or ARGV[2]) ~= ARGV[2] then return 0 end
end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('DEL', KEYS[3])
return 1
