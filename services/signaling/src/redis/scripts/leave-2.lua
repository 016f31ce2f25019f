-- Takes a peer out of a room; the last one out takes the room with it. Leaving again changes nothing.
-- KEYS  1 members: hash of peer id -> record   2 meta: hash of epoch, seq, capacity, departures
-- ARGV  1 peer id   2 reason   3 how many departures the room remembers
-- Returns  {'absent'} or {'left', epoch, seq, {record, ...} of those who stay}
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return { 'absent' } end
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
return { 'left', meta[1], seq, staying }
