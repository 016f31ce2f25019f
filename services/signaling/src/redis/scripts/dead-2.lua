-- Nodes whose lease has run out, the longest first, each with the term that ended.
-- KEYS  1 leases: sorted set of node by the end of its lease, ms of Redis's clock   2 terms: hash of node -> term
-- ARGV  1 how many at most
-- Returns  {node, term, ...}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local nodes = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', now), 'LIMIT', 0, ARGV[1])
local reply = {}
for _, node in ipairs(nodes) do
  reply[#reply + 1] = node
  reply[#reply + 1] = redis.call('HGET', KEYS[2], node) or '0'
end
return reply
