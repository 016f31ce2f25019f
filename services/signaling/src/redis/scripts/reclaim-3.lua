#!lua flags=allow-oom
-- A node was given up, or deaf, and holds the peer's socket all the same: the peer is attached, and what was kept for
-- it meanwhile is handed over.
-- KEYS  1 members: hash of peer id -> record (see join-2)   2 meta   3 mail: list of frames kept for this peer
-- ARGV  1 peer id   2 generation
-- Returns  {'reclaimed', {frame, ...}}, or {'stale'} where the peer has come back elsewhere or is gone
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then return { 'stale' } end
local head, gen, rest, deadline, name = string.match(record, '^(%d+) (%d+) (%S+ %S+ %S+) (%d+) (.*)$')
if gen ~= ARGV[2] then return { 'stale' } end
if deadline ~= '0' then
  redis.call('HSET', KEYS[1], ARGV[1], table.concat({ head, gen, rest, 0, name }, ' '))
end
local mail = redis.call('LRANGE', KEYS[3], 0, -1)
if #mail > 0 then
  redis.call('DEL', KEYS[3])
  redis.call('HDEL', KEYS[2], 'mail:' .. ARGV[1])
end
return { 'reclaimed', mail }
