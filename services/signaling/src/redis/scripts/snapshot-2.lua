-- Reads a room whole, at one moment.
-- KEYS  1 members: hash of peer id -> record (see join-2)   2 meta: hash of epoch, seq, capacity, departures
-- Returns  {epoch, seq, capacity, departures, {id, record, ...}}; epoch '0' for a room that is not there
local meta = redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'capacity', 'departures')
return {
  meta[1] or '0', tonumber(meta[2] or '0'), tonumber(meta[3] or '0'), meta[4] or '', redis.call('HGETALL', KEYS[1]),
}
