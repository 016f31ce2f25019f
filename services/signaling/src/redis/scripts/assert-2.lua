#!lua flags=allow-oom
-- Holds what a node knows of a room against the store, and puts back what the store lost: see Membership.assert.
-- KEYS  1 members: hash of peer id -> record (see join-2)   2 meta: hash of epoch, seq, capacity, departures, restoring
-- ARGV  1 epoch   2 seq   3 capacity   4 departures   5 hold-off in ms   6 how many departures the room remembers
--       7 term of the node that says so
--       8... a claim: peer id, 'socket' | 'place' | 'hearsay', "SEQ GEN NODE TERM TOKENHASH FORMERHASH", name
-- Returns  {epoch, seq, capacity, departures, {id, record, ...}, {id, verdict, ...}, {id with mail, ...},
--           {id without a socket, ...}, 1 where something was put back or taken out}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local later = string.format('%d', now + tonumber(ARGV[5]))
local meta = redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'capacity', 'departures', 'restoring')
local epoch, seq, departures = meta[1], tonumber(meta[2] or '0'), meta[4] or ''
local capacity = meta[3] or ARGV[3]
local asserted_epoch, asserted_seq = tonumber(ARGV[1]), tonumber(ARGV[2])
local restored = 0

-- A room that is not there, or is older than what the node saw of it: the store lost its memory, or a part of it.
local behind = epoch and
  (asserted_epoch > tonumber(epoch) or (asserted_epoch == tonumber(epoch) and asserted_seq > seq))
if not epoch or behind then
  if not epoch then departures = ARGV[4] end
  local clock = time[1] * 1000000 + time[2]
  epoch = string.format('%d', math.max(clock, asserted_epoch + 1, tonumber(epoch or '0') + 1))
  seq = math.max(seq, asserted_seq)
  meta[5], restored = later, 1
end
local restoring = meta[5] and tonumber(meta[5]) > now

local left = {}
for id in string.gmatch(departures, '%d+ (%S+) ') do left[id] = true end

local function put(id, head, name, deadline)
  redis.call('HSET', KEYS[1], id, head .. ' ' .. deadline .. ' ' .. name)
end

local empty = redis.call('EXISTS', KEYS[1]) == 0
local verdicts = {}
for index = 8, #ARGV, 4 do
  local id, by, head, name = ARGV[index], ARGV[index + 1], ARGV[index + 2], ARGV[index + 3]
  local own_gen = tonumber(string.match(head, '^%d+ (%d+)'))
  local record = redis.call('HGET', KEYS[1], id)
  local verdict = 'held'
  if record then
    local front, gen, term, hashes, deadline = string.match(record, '^(%d+ (%d+) %S+) (%d+) (%S+ %S+) (%d+) ')
    if own_gen > tonumber(gen) then
      put(id, head, name, by == 'socket' and '0' or later)
      restored = 1
    elseif own_gen < tonumber(gen) then
      verdict = 'elsewhere'
    elseif by == 'socket' and (deadline ~= '0' or term ~= ARGV[7]) then
      put(id, front .. ' ' .. ARGV[7] .. ' ' .. hashes, name, '0')
    end
  elseif left[id] then
    verdict = 'gone'
  elseif by ~= 'hearsay' or restoring then
    -- The first one to tell of a lost room tells it as it was; after that each is a change of its own.
    if not empty then
      seq = seq + 1
      head = string.gsub(head, '^%d+', string.format('%d', seq))
    end
    put(id, head, name, by == 'socket' and '0' or later)
    restored = 1
  end
  if by == 'socket' then
    verdicts[#verdicts + 1] = id
    verdicts[#verdicts + 1] = verdict
  end
end

-- Who went before the loss, as this node knows and whoever spoke before it did not. Their `bye` was said: a node that
-- holds a socket of theirs all the same has not heard.
if restoring then
  for line in string.gmatch(ARGV[4], '[^\n]+') do
    local id, reason = string.match(line, '^%d+ (%S+) (%S+)')
    if redis.call('HDEL', KEYS[1], id) == 1 then
      seq, restored = seq + 1, 1
      departures = departures .. string.format('%d', seq) .. ' ' .. id .. ' ' .. reason .. '\n'
    end
  end
  local _, count = string.gsub(departures, '\n', '')
  for _ = 1, count - tonumber(ARGV[6]) do departures = string.gsub(departures, '^[^\n]*\n', '') end
end

local all = redis.call('HGETALL', KEYS[1])
if #all == 0 then
  redis.call('DEL', KEYS[2])
  return { '0', 0, 0, '', all, verdicts, {}, {}, restored }
end
if restored == 1 then
  redis.call('HSET', KEYS[2], 'epoch', epoch, 'seq', string.format('%d', seq), 'capacity', capacity,
    'departures', departures)
  if meta[5] then redis.call('HSET', KEYS[2], 'restoring', meta[5]) end
end
local mail, detached = {}, {}
for index = 1, #all, 2 do
  if not string.match(all[index + 1], '^%d+ %d+ %S+ %d+ %S+ %S+ 0 ') then detached[#detached + 1] = all[index] end
end
for index = 1, #verdicts, 2 do
  local id = verdicts[index]
  local kept = verdicts[index + 1] == 'held' and redis.call('HGET', KEYS[2], 'mail:' .. id)
  if kept and not string.match(kept, '^0 ') then mail[#mail + 1] = id end
end
return { epoch, seq, tonumber(capacity), departures, all, verdicts, mail, detached, restored }
