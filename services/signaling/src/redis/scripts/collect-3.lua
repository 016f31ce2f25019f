#!lua flags=allow-oom
-- What was kept for a peer that is attached, while its node did not hear. It stays until it is discarded.
-- KEYS  1 members: hash of peer id -> record (see join-2)   2 meta (see deposit-3)   3 mail: frames kept for this peer
-- ARGV  1 peer id   2 generation
-- Returns  {number of the first frame, {frame, ...}}; none where the peer is elsewhere by now, detached or gone
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then return { 1, {} } end
local gen, deadline = string.match(record, '^%d+ (%d+) %S+ %d+ %S+ %S+ (%d+) ')
if gen ~= ARGV[2] or deadline ~= '0' then return { 1, {} } end
local first = string.match(redis.call('HGET', KEYS[2], 'mail:' .. ARGV[1]) or '0 1', '(%d+)$')
return { tonumber(first), redis.call('LRANGE', KEYS[3], 0, -1) }
