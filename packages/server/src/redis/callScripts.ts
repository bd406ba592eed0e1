import { script } from './redisConnection.ts'

/** Redis's own clock, epoch ms: the one clock of all nodes. */
export const nowInLua = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/**
 * One step of a call, all or nothing.
 *
 * KEYS: call, due, log, result, group, ended, then each user whose standing changes. Parameters: see `commitRequest`. Answers
 * `done`; `no` when the version, a place or the command is taken; `late` when its caller has given up.
 */
export const commitScript = script(`${nowInLua}
local call, due, log, result, group, ended = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local callID, nonce, expires, previous, version = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]
local document, dueAt, answer, answerMs = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local callMs, userMs, groupStep, concerned, logLength = ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14]
local endsNow = ARGV[15]
local steps = 15 - 6

if now > expires then return 'late' end
local stored = redis.call('HMGET', call, 'v', 'n')
local commits = stored[2] or ''
if string.find(commits, nonce, 1, true) then return 'done' end
if answer ~= '' then
  local before = redis.call('GET', result)
  if before then return string.find(before, nonce, 1, true) == 1 and 'done' or 'no' end
end
if (stored[1] or '') ~= previous then return 'no' end
for i = 7, #KEYS do
  if string.find(ARGV[steps + i], 't', 1, true) then
    local place = redis.call('HGET', KEYS[i], 'in')
    if place and place ~= callID then return 'no' end
  end
end

if document ~= '' then
  redis.call('HSET', call, 'v', version, 'd', document, 'n', nonce .. string.sub(commits, 1, #nonce * 3))
  redis.call('PEXPIRE', call, callMs)
  if dueAt ~= '' then redis.call('ZADD', due, dueAt, callID) else redis.call('ZREM', due, callID) end
  for i = 7, #KEYS do
    local step, user = ARGV[steps + i], KEYS[i]
    if string.find(step, 't', 1, true) then redis.call('HSET', user, 'in', callID) end
    if string.find(step, 'f', 1, true) and redis.call('HGET', user, 'in') == callID then redis.call('HDEL', user, 'in') end
    if string.find(step, 'm', 1, true) then redis.call('HSET', user, 'm:' .. callID, '1') end
    if string.find(step, 'o', 1, true) then redis.call('HDEL', user, 'm:' .. callID) end
    redis.call('PEXPIRE', user, userMs)
  end
  if groupStep == 'add' then
    redis.call('SADD', group, callID)
    redis.call('PEXPIRE', group, userMs)
  elseif groupStep == 'remove' then
    redis.call('SREM', group, callID)
  end
  if endsNow == '1' then redis.call('ZADD', ended, now, callID) end
  redis.call('XADD', log, 'MAXLEN', '~', logLength, '*', 'call', callID, 'version', version, 'users', concerned)
end
if answer ~= '' then redis.call('SET', result, nonce .. answer, 'PX', answerMs) end
return 'done'`)

/** Frees the place that a call took which is no more. KEYS: user, call. Parameters: callID. */
export const vacateScript = script(`
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('HDEL', KEYS[1], 'm:' .. ARGV[1])
if redis.call('HGET', KEYS[1], 'in') == ARGV[1] then redis.call('HDEL', KEYS[1], 'in') end
return 1`)

/** Drops the deadline of a call that is no more. KEYS: due, call. Parameters: callID. */
export const forgetScript = script(`
if redis.call('EXISTS', KEYS[2]) == 0 then return redis.call('ZREM', KEYS[1], ARGV[1]) end
return 0`)

/** Keeps a long call alive. KEYS: call, then its users and group. Parameters: version, ms. */
export const keepScript = script(`
if redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then return 0 end
for i = 1, #KEYS do redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
return 1`)
