#!lua flags=allow-oom
-- Takes out what is due by now; what was put off meanwhile stays.
-- KEYS  1 sorted set by ms of Redis's clock
-- ARGV  1 member
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local at = redis.call('ZSCORE', KEYS[1], ARGV[1])
if at and tonumber(at) <= now then redis.call('ZREM', KEYS[1], ARGV[1]) end
return 1
