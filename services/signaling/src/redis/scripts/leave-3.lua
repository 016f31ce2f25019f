#!lua flags=allow-oom
-- Takes a peer out of a room; the last one out takes the room with it. Leaving again changes nothing.
-- KEYS  1 members: hash of peer id -> record (see join-2)   2 meta: hash of epoch, seq, capacity, departures
--       3 mail: list of frames kept for this peer
-- ARGV  1 peer id   2 reason   3 how many departures the room remembers
--       4 condition: a generation that the peer must be in; 'due', its window must be over; or '' for none
-- Returns  {'absent'}, {'waiting', ms until it is over} where a window is not over, or
--          {'left', epoch, seq, {record, ...} of those who stay}
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then return { 'absent' } end
local gen, deadline = string.match(record, '^%d+ (%d+) %S+ %d+ %S+ %S+ (%d+) ')
if ARGV[4] == 'due' then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  if deadline == '0' then return { 'absent' } end
  if tonumber(deadline) > now then return { 'waiting', tonumber(deadline) - now } end
elseif ARGV[4] ~= '' and ARGV[4] ~= gen then
  return { 'absent' }
end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[3])
local meta = redis.call('HMGET', KEYS[2], 'epoch', 'departures')
local seq = redis.call('HINCRBY', KEYS[2], 'seq', 1)
local staying = redis.call('HVALS', KEYS[1])
if #staying == 0 then
  redis.call('DEL', KEYS[2])
  return { 'left', meta[1], seq, staying }
end
-- "SEQ ID REASON" a line, the newest last.
local departures = (meta[2] or '') .. seq .. ' ' .. ARGV[1] .. ' ' .. ARGV[2] .. '\n'
local _, count = string.gsub(departures, '\n', '')
for _ = 1, count - tonumber(ARGV[3]) do departures = string.gsub(departures, '^[^\n]*\n', '') end
redis.call('HSET', KEYS[2], 'departures', departures)
redis.call('HDEL', KEYS[2], 'mail:' .. ARGV[1], 'way:' .. ARGV[1])
return { 'left', meta[1], seq, staying }
