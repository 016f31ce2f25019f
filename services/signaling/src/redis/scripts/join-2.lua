-- Lets a peer into a room, never past its capacity. Joining again under the same id changes nothing.
-- A member's record is "SEQ GEN NODE TERM TOKENHASH FORMERHASH DEADLINE NAME"; DEADLINE is 0 while attached, else when
-- the window is over, in ms of Redis's clock. The name comes last since it may hold spaces.
-- KEYS  1 members: hash of peer id -> record   2 meta: hash of epoch, seq, capacity, departures, restoring
-- ARGV  1 peer id   2 node   3 token hash   4 name   5 capacity where this join opens the room
--       6 hold-off in ms: a room that this join opens may be one that the store lost, see assert-2   7 node's term
-- Returns  {'full', capacity} or {'joined', epoch, seq, capacity, departures, {id, record, id, record, ...}}
local meta = redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'capacity', 'departures')
local epoch, seq, capacity = meta[1], tonumber(meta[2] or '0'), tonumber(meta[3] or ARGV[5])
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  if redis.call('HLEN', KEYS[1]) >= capacity then return { 'full', capacity } end
  seq = seq + 1
  if epoch then
    redis.call('HSET', KEYS[2], 'seq', seq)
  else
    -- A room's life is told from the next one's by when it began, in microseconds of Redis's own clock.
    local now = redis.call('TIME')
    epoch = now[1] .. string.format('%06d', now[2])
    local restoring = now[1] * 1000 + math.floor(now[2] / 1000) + tonumber(ARGV[6])
    redis.call('HSET', KEYS[2], 'epoch', epoch, 'seq', seq, 'capacity', capacity,
      'restoring', string.format('%d', restoring))
  end
  redis.call('HSET', KEYS[1], ARGV[1], table.concat({ seq, 1, ARGV[2], ARGV[7], ARGV[3], '-', 0, ARGV[4] }, ' '))
end
return { 'joined', epoch, seq, capacity, meta[4] or '', redis.call('HGETALL', KEYS[1]) }
