#!lua flags=allow-oom
-- Hands over what was kept for a peer that is attached, while its node did not hear.
-- KEYS  1 members: hash of peer id -> record (see join-2)   2 meta   3 mail: list of frames kept for this peer
-- ARGV  1 peer id   2 generation
-- Returns  {frame, ...}; none where the peer has come back elsewhere, is detached or is gone
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then return {} end
local gen, deadline = string.match(record, '^%d+ (%d+) %S+ %S+ %S+ (%d+) ')
if gen ~= ARGV[2] or deadline ~= '0' then return {} end
local mail = redis.call('LRANGE', KEYS[3], 0, -1)
if #mail > 0 then
  redis.call('DEL', KEYS[3])
  redis.call('HDEL', KEYS[2], 'mail:' .. ARGV[1])
end
return mail
