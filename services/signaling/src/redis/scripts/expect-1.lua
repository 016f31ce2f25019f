#!lua flags=allow-oom
-- Notes when something is due.
-- KEYS  1 sorted set by ms of Redis's clock
-- ARGV  1 member   2 in how many ms
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], string.format('%d', now + tonumber(ARGV[2])), ARGV[1])
return 1
