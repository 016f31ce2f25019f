-- What is due by now, the longest first.
-- KEYS  1 sorted set by ms of Redis's clock
-- ARGV  1 how many at most
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', now), 'LIMIT', 0, ARGV[1])
