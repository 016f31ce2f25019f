#!lua flags=allow-oom
-- A peer's socket is gone: keeps its place for the window.
-- KEYS  1 members: hash of peer id -> record (see join-2)
-- ARGV  1 peer id   2 generation   3 window in ms
-- Returns  'detached', or 'stale' where the peer has come back, is detached already or is gone
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then return 'stale' end
local head, gen, rest, deadline, name = string.match(record, '^(%d+) (%d+) (%S+ %d+ %S+ %S+) (%d+) (.*)$')
if gen ~= ARGV[2] or deadline ~= '0' then return 'stale' end
local time = redis.call('TIME')
local due = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[3])
redis.call('HSET', KEYS[1], ARGV[1], head .. ' ' .. gen .. ' ' .. rest .. ' ' .. string.format('%d', due) .. ' ' .. name)
return 'detached'
