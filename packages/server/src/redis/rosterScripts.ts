import { nowInLua } from './callScripts.ts'
import { script } from './redisConnection.ts'

/**
 * The number of a claim or a kick: larger than every one before. By Redis's clock, in µs, and not by a count alone: a replica that
 * takes over knows less than was counted, and would let old connections pass for newer ones. Lua's numbers are exact until 2255.
 */
const nextNumber = `
local time = redis.call('TIME')
local number = math.max(tonumber(redis.call('GET', order) or '0') + 1, time[1] * 1000000 + time[2])
number = string.format('%.0f', number)
redis.call('SET', order, number)`

/**
 * Takes a device's place. KEYS: devices, admission, log, held, order. Parameters: userID, deviceID, connectionID, nodeID,
 * login, policy, ms of the devices, ms of the admission, entry, log length, most devices. Answers {refusal, order, first}.
 */
export const claimScript = script(`
local devices, admission, log, held, order = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local userID, deviceID, connectionID, nodeID, isLogin, policy = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local current = redis.call('HGET', devices, deviceID)
if current and string.find(current, connectionID, 1, true) then
  return {'', string.match(current, '%d+$'), 0}
end
local displaces = isLogin == '1' and policy == 'single'
if displaces then
  redis.call('DEL', admission)
  redis.call('HSET', admission, 'reason', 'repeatLogin', 'd:' .. deviceID, '1')
elseif isLogin == '1' and redis.call('EXISTS', admission) == 1 then
  redis.call('HSET', admission, 'd:' .. deviceID, '1')
end
local reason = redis.call('HGET', admission, 'reason')
if reason and redis.call('HEXISTS', admission, 'd:' .. deviceID) == 0 then return {reason, '0', 0} end
if reason then redis.call('PEXPIRE', admission, ARGV[8]) end
if not current and not displaces and redis.call('HLEN', devices) >= tonumber(ARGV[11]) then return {'full', '0', 0} end
${nextNumber}
local isFirst = redis.call('EXISTS', devices) == 0 and 1 or 0
if displaces then
  redis.call('DEL', devices)
  redis.call('XADD', log, 'MAXLEN', '~', ARGV[10], '*', 'kick', userID, 'but', deviceID, 'reason', 'repeatLogin', 'order', number)
end
redis.call('HSET', devices, deviceID, nodeID .. ' ' .. connectionID .. ' ' .. number)
redis.call('PEXPIRE', devices, ARGV[7])
redis.call('SADD', held, ARGV[9])
redis.call('PEXPIRE', held, ARGV[7])
if current and not string.find(current, nodeID, 1, true) then
  redis.call('XADD', log, 'MAXLEN', '~', ARGV[10], '*', 'moved', userID, 'device', deviceID, 'order', number)
end
return {'', number, isFirst}`)

/**
 * Gives a place up if it is still that of a connection, or of a node. KEYS: devices. Parameters: deviceID, whose. Answers
 * {replaced, last}.
 */
export const releaseScript = script(`
local current = redis.call('HGET', KEYS[1], ARGV[1])
if not current then return {0, 0} end
if not string.find(current, ARGV[2], 1, true) then return {1, 0} end
redis.call('HDEL', KEYS[1], ARGV[1])
return {0, 1 - redis.call('EXISTS', KEYS[1])}`)

/** The node holds the device no more, unless it does again. KEYS: devices, held. Parameters: deviceID, nodeID, entry. */
export const settleScript = script(`
local current = redis.call('HGET', KEYS[1], ARGV[1])
if current and string.find(current, ARGV[2], 1, true) then return 0 end
return redis.call('SREM', KEYS[2], ARGV[3])`)

/** Takes all places of a user. KEYS: devices, admission, log, order. Parameters: userID, ms of the admission, log length. */
export const removeAllScript = script(`
local order = KEYS[4]
${nextNumber}
local wasOnline = redis.call('DEL', KEYS[1])
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'reason', 'removed')
redis.call('PEXPIRE', KEYS[2], ARGV[2])
redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[3], '*', 'kick', ARGV[1], 'but', '', 'reason', 'removed', 'order', number)
return wasOnline`)

/**
 * Notes that some node lives. A gap in that, as of a Redis that stood still, begins a new count: what nobody could have told
 * is held against nobody.
 */
const notePulse = `
local pulse = redis.call('HMGET', KEYS[2], 'last', 'since')
local since = tonumber(pulse[2] or now)
if not pulse[1] or now - tonumber(pulse[1]) > tonumber(ARGV[2]) / 2 then since = now end
redis.call('HSET', KEYS[2], 'last', now, 'since', since)`

/** A node begins. KEYS: nodes, pulse, log. Parameters: nodeID, lease ms. Answers {now, id of the newest change}. */
export const joinScript = script(`${nowInLua}${notePulse}
redis.call('ZADD', KEYS[1], now, ARGV[1])
local newest = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)
return {tostring(now), newest[1] and newest[1][1] or '0-0'}`)

/**
 * A node lives. KEYS: nodes, pulse, log, held. Parameters: nodeID, lease ms, ms a change is kept, ms of the held devices.
 * Answers {now, known, then each node whose lease has run out and when it was last seen}.
 */
export const beatScript = script(`${nowInLua}${notePulse}
redis.call('XTRIM', KEYS[3], 'MINID', '~', now - ARGV[3])
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return {tostring(now), '0'} end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[4], ARGV[4])
local answer = {tostring(now), '1'}
if now - since > tonumber(ARGV[2]) then
  for _, each in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2], 'WITHSCORES')) do answer[#answer + 1] = each end
end
return answer`)
