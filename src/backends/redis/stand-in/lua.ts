import { createHash } from 'node:crypto'
import fengari, { type LuaState } from 'fengari'
import { encoding, Failure, type Reply, Status } from './resp.ts'

const { lua, lauxlib, lualib } = fengari

/** Runs a command for a script; what it throws or gives as Failure becomes an error of the script. */
export type Call = (words: readonly string[]) => Reply

export interface Lua {
  /** @throws Failure when the script does not compile, or an error ends it. */
  run(script: string, keys: readonly string[], args: readonly string[], call: Call): Reply
}

/** What Redis gives to its scripts beside commands, and Lua 5.1 had; and no new globals, which Redis forbids too. */
const prelude = `
  unpack = table.unpack
  math.pow = function(x, y) return x ^ y end
  redis.error_reply = function(text) return { err = text } end
  redis.status_reply = function(text) return { ok = text } end
  redis.log = function() end
  redis.replicate_commands = function() return true end
  redis.setresp = function() end
  redis.LOG_DEBUG, redis.LOG_VERBOSE, redis.LOG_NOTICE, redis.LOG_WARNING = 0, 1, 2, 3
  dofile, loadfile, print = nil, nil, nil
  setmetatable(_G, {
    __newindex = function(_, name) error('Script attempted to create global variable ' .. tostring(name), 2) end,
    __index = function(_, name) error('Script attempted to access nonexistent global variable ' .. tostring(name), 2) end,
  })`

/** One Lua for all scripts, each compiled once: a new one for each call would cost 7 ms. */
export function createLua(): Lua {
  const L = lauxlib.luaL_newstate()
  const compiled = new Map<string, number>()
  let call: Call = () => null
  for (const [name, open] of Object.entries({
    _G: lualib.luaopen_base,
    string: lualib.luaopen_string,
    table: lualib.luaopen_table,
    math: lualib.luaopen_math,
  }))
    lauxlib.luaL_requiref(L, bytes(name), open, true)
  lua.lua_pushglobaltable(L)
  lua.lua_createtable(L, 0, 8)
  setFunction(L, 'call', state => answer(state, call(wordsOf(state)), true))
  setFunction(L, 'pcall', state => answer(state, call(wordsOf(state)), false))
  setFunction(L, 'sha1hex', state =>
    answer(
      state,
      createHash('sha1')
        .update(wordsOf(state)[0] ?? '', encoding)
        .digest('hex'),
      false,
    ),
  )
  lua.lua_setfield(L, -2, bytes('redis'))
  compile(L, prelude)
  attempt(L, 0)
  lua.lua_settop(L, 0)

  return {
    run(script, keys, args, runCommand) {
      const chunk = compiled.get(script) ?? (compile(L, script), lauxlib.luaL_ref(L, lua.LUA_REGISTRYINDEX))
      compiled.set(script, chunk)
      try {
        call = runCommand
        setList(L, 'KEYS', keys)
        setList(L, 'ARGV', args)
        lua.lua_rawgeti(L, lua.LUA_REGISTRYINDEX, chunk)
        attempt(L, 1)
        return toReply(L, -1)
      } finally {
        lua.lua_settop(L, 0)
      }
    },
  }
}

function bytes(text: string): Uint8Array {
  const all = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) all[at] = text.charCodeAt(at)
  return all
}

function textAt(L: LuaState, index: number): string {
  const all = lua.lua_tostring(L, index)
  if (!all) return ''
  return all.length < 100 ? String.fromCharCode(...all) : Buffer.from(all).toString(encoding)
}

function setFunction(L: LuaState, name: string, run: (L: LuaState) => number): void {
  lua.lua_pushcfunction(L, run)
  lua.lua_setfield(L, -2, bytes(name))
}

/** Sets a global without asking the guard of new ones. */
function setList(L: LuaState, name: string, items: readonly string[]): void {
  lua.lua_pushglobaltable(L)
  lua.lua_pushstring(L, bytes(name))
  push(L, items)
  lua.lua_rawset(L, -3)
  lua.lua_settop(L, -2)
}

function compile(L: LuaState, script: string): void {
  const code = bytes(script)
  if (lauxlib.luaL_loadbuffer(L, code, code.length, bytes('@user_script')) !== lua.LUA_OK)
    throw taken(L, 'ERR Error compiling script: ')
}

function attempt(L: LuaState, results: number): void {
  if (lua.lua_pcall(L, 0, results, 0) !== lua.LUA_OK) throw taken(L, 'ERR ')
}

/** The error on the top of the stack: a text of Lua's, or a table as commands raise it. */
function taken(L: LuaState, prefix: string): Failure {
  const isTable = lua.lua_type(L, -1) === lua.LUA_TTABLE
  if (isTable) lua.lua_getfield(L, -1, bytes('err'))
  const text = textAt(L, -1)
  lua.lua_settop(L, 0)
  return new Failure(isTable ? text : prefix + text)
}

function wordsOf(L: LuaState): string[] {
  return Array.from({ length: lua.lua_gettop(L) }, (_, at) => {
    const isNumber = lua.lua_type(L, at + 1) === lua.LUA_TNUMBER
    // in Redis's Lua 10/2 is 5, in this one 5.0
    return isNumber ? `${lua.lua_tonumber(L, at + 1)}` : textAt(L, at + 1)
  })
}

/** Hands an answer to the script; an error ends it, or is handed over as `{ err = … }`. */
function answer(L: LuaState, reply: Reply, raise: boolean): number {
  push(L, reply)
  return raise && reply instanceof Failure ? lua.lua_error(L) : 1
}

function push(L: LuaState, reply: Reply): void {
  if (reply === null) lua.lua_pushboolean(L, false)
  else if (typeof reply === 'number') lua.lua_pushinteger(L, reply)
  else if (typeof reply === 'string') lua.lua_pushstring(L, bytes(reply))
  else if (reply instanceof Status || reply instanceof Failure) pushNamed(L, reply)
  else {
    lua.lua_createtable(L, reply.length, 0)
    for (const [at, item] of reply.entries()) {
      push(L, item)
      lua.lua_rawseti(L, -2, at + 1)
    }
  }
}

function pushNamed(L: LuaState, reply: Status | Failure): void {
  lua.lua_createtable(L, 0, 1)
  lua.lua_pushstring(L, bytes(reply instanceof Status ? reply.text : reply.message))
  lua.lua_setfield(L, -2, bytes(reply instanceof Status ? 'ok' : 'err'))
}

function toReply(L: LuaState, index: number): Reply {
  switch (lua.lua_type(L, index)) {
    case lua.LUA_TNUMBER:
      return Math.trunc(lua.lua_tonumber(L, index))
    case lua.LUA_TSTRING:
      return textAt(L, index)
    case lua.LUA_TBOOLEAN:
      return lua.lua_toboolean(L, index) ? 1 : null
    case lua.LUA_TTABLE:
      return tableToReply(L)
    default:
      return null
  }
}

/** The table on the top of the stack: its items until the first nil, as Redis reads it. */
function tableToReply(L: LuaState): Reply {
  const [err, ok] = [field(L, 'err'), field(L, 'ok')]
  if (err !== undefined) return new Failure(err)
  if (ok !== undefined) return new Status(ok)
  const items: Reply[] = []
  for (let at = 1; lua.lua_rawgeti(L, -1, at) !== 0; at++) {
    items.push(toReply(L, -1))
    lua.lua_settop(L, -2)
  }
  lua.lua_settop(L, -2)
  return items
}

function field(L: LuaState, name: string): string | undefined {
  const found = lua.lua_getfield(L, -1, bytes(name)) === lua.LUA_TSTRING ? textAt(L, -1) : undefined
  lua.lua_settop(L, -2)
  return found
}
