#!lua flags=allow-oom
-- Frames were handed to the peer's socket: they need not be kept any more. Discarding them again changes nothing.
-- KEYS  1 members: hash of peer id -> record (see join-2)   2 meta (see deposit-3)   3 mail: frames kept for this peer
-- ARGV  1 peer id   2 number of the first frame that is not discarded
-- Returns  how many frames are kept still
local field = 'mail:' .. ARGV[1]
local kept = redis.call('HGET', KEYS[2], field)
if not kept then return 0 end
local bytes, first = string.match(kept, '^(%d+) (%d+)$')
local count = tonumber(ARGV[2]) - tonumber(first)
if count > 0 then
  for _, frame in ipairs(redis.call('LRANGE', KEYS[3], 0, count - 1)) do bytes = bytes - #frame end
  redis.call('LTRIM', KEYS[3], count, -1)
  redis.call('HSET', KEYS[2], field, string.format('%d', bytes) .. ' ' .. ARGV[2])
end
return redis.call('LLEN', KEYS[3])
