#!lua flags=allow-oom
-- A node is dead: its peers in this room are detached, and have the window to come back. Those of a later term, which
-- the node began since, are left alone.
-- KEYS  1 members: hash of peer id -> record (see join-2)
-- ARGV  1 node   2 window in ms   3 the term that ended
-- Returns  the ids of all detached peers that were on that node, also those found so by an earlier run
local time = redis.call('TIME')
local due = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[2]))
local all, orphans = redis.call('HGETALL', KEYS[1]), {}
for index = 1, #all, 2 do
  local head, node, term, hashes, deadline, name =
    string.match(all[index + 1], '^(%d+ %d+) (%S+) (%d+) (%S+ %S+) (%d+) (.*)$')
  if node == ARGV[1] and tonumber(term) <= tonumber(ARGV[3]) then
    if deadline == '0' then
      redis.call('HSET', KEYS[1], all[index], table.concat({ head, node, term, hashes, due, name }, ' '))
    end
    orphans[#orphans + 1] = all[index]
  end
end
return orphans
