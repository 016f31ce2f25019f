#!lua flags=allow-oom
-- A node is dead: its peers in this room are detached, and have the window to come back. Those of a later term, which
-- the node began since, are left alone. Whoever else waits in the room is named too: the node may have been the only
-- one that knew of them, where it put back what the store had lost.
-- KEYS  1 members: hash of peer id -> record (see join-2)
-- ARGV  1 node   2 window in ms   3 the term that ended
-- Returns  {id, ms left of its window, ...} of all detached peers of the room
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = string.format('%d', now + tonumber(ARGV[2]))
local all, waiting = redis.call('HGETALL', KEYS[1]), {}
for index = 1, #all, 2 do
  local head, node, term, hashes, deadline, name =
    string.match(all[index + 1], '^(%d+ %d+) (%S+) (%d+) (%S+ %S+) (%d+) (.*)$')
  if deadline == '0' and node == ARGV[1] and tonumber(term) <= tonumber(ARGV[3]) then
    deadline = due
    redis.call('HSET', KEYS[1], all[index], table.concat({ head, node, term, hashes, due, name }, ' '))
  end
  if deadline ~= '0' then
    waiting[#waiting + 1] = all[index]
    waiting[#waiting + 1] = math.max(0, tonumber(deadline) - now)
  end
end
return waiting
