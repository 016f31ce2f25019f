-- Keeps frames for a peer that is away, as many as its mailbox takes.
-- KEYS  1 members: hash of peer id -> record (see join-2)   2 meta; its field mail:ID is "BYTES FIRST": bytes kept for a
--       peer, and the number of the first frame that is   3 mail: list of frames kept for this peer
-- ARGV  1 peer id   2 generation in which its node did not hear, or ''   3 frames a mailbox holds   4 bytes it holds
--       5 ms after which a forgotten mailbox is garbage   6... frames
-- Returns  {'absent'}, {'attached', node, generation, term, token hash, former token hash}, or
--          {'kept', how many of the frames, node that has to collect them as it counts as having the peer's socket, or ''}
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then return { 'absent' } end
local gen, node, term, hash, former, deadline = string.match(record, '^%d+ (%d+) (%S+) (%d+) (%S+) (%S+) (%d+) ')
if deadline == '0' and gen ~= ARGV[2] then return { 'attached', node, tonumber(gen), tonumber(term), hash, former } end
local field = 'mail:' .. ARGV[1]
local bytes, first = string.match(redis.call('HGET', KEYS[2], field) or '0 1', '^(%d+) (%d+)$')
local frames, kept = redis.call('LLEN', KEYS[3]), 0
for index = 6, #ARGV do
  if frames >= tonumber(ARGV[3]) or bytes + #ARGV[index] > tonumber(ARGV[4]) then break end
  redis.call('RPUSH', KEYS[3], ARGV[index])
  frames, bytes, kept = frames + 1, bytes + #ARGV[index], kept + 1
end
if kept > 0 then
  redis.call('HSET', KEYS[2], field, string.format('%d', bytes) .. ' ' .. first)
  redis.call('PEXPIRE', KEYS[3], ARGV[5])
end
return { 'kept', kept, deadline == '0' and node or '' }
