#!lua flags=allow-oom
-- Gives a session its place back on a node, with a new generation, a new token and what was kept for it, which stays
-- until it is discarded. The token before stays good until the new one was used: the answer may be lost on its way to
-- the client.
-- KEYS  1 members: hash of peer id -> record (see join-2)   2 meta   3 mail: list of frames kept for this peer
-- ARGV  1 peer id   2 node   3 token hash   4 new token hash   5 the node's term
-- Returns  {'expired'}
--       or {'attached', epoch, seq, capacity, departures, {id, record, ...}, 'NODE NODE ...' that it came by, number of
--          the first frame that was kept, {frame, ...}}
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then return { 'expired' } end
local seq, gen, node, hash, former, name =
  string.match(record, '^(%d+) (%d+) (%S+) %d+ (%S+) (%S+) %d+ (.*)$')
if ARGV[3] ~= hash and (former == '-' or ARGV[3] ~= former) then return { 'expired' } end
-- One whose window is over and who was not removed comes back all the same: nobody was told that it is gone.
-- The last few nodes that it came by: an attach whose answer was lost is known to nobody but the store.
local way = redis.call('HGET', KEYS[2], 'way:' .. ARGV[1])
if way or node ~= ARGV[2] then
  way = string.match((way and way .. ' ' or '') .. node, '%S+%s?%S*%s?%S*%s?%S*$')
  redis.call('HSET', KEYS[2], 'way:' .. ARGV[1], way)
end
redis.call('HSET', KEYS[1], ARGV[1], table.concat({ seq, gen + 1, ARGV[2], ARGV[5], ARGV[4], ARGV[3], 0, name }, ' '))
local mail = redis.call('LRANGE', KEYS[3], 0, -1)
local meta = redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'capacity', 'departures', 'mail:' .. ARGV[1])
local first = string.match(meta[5] or '0 1', '(%d+)$')
return {
  'attached', meta[1], tonumber(meta[2]), tonumber(meta[3]), meta[4] or '', redis.call('HGETALL', KEYS[1]),
  way or node, tonumber(first), mail,
}
