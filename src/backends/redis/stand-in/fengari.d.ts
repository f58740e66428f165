/** The part of fengari, a Lua 5.3 in JavaScript, that scripts need; its functions are named as in Lua's manual. */
declare module 'fengari' {
  interface State {
    readonly lua_State: unique symbol
  }
  type Bytes = Uint8Array

  const lua: {
    readonly LUA_OK: number
    readonly LUA_REGISTRYINDEX: number
    readonly LUA_TNUMBER: number
    readonly LUA_TSTRING: number
    readonly LUA_TBOOLEAN: number
    readonly LUA_TTABLE: number
    lua_createtable(L: State, items: number, fields: number): void
    lua_error(L: State): never
    lua_getfield(L: State, index: number, name: Bytes): number
    lua_gettop(L: State): number
    lua_isinteger(L: State, index: number): boolean
    lua_next(L: State, index: number): number
    lua_pcall(L: State, args: number, results: number, handler: number): number
    lua_pushboolean(L: State, value: boolean): void
    lua_pushcfunction(L: State, run: (L: State) => number): void
    lua_pushglobaltable(L: State): void
    lua_pushinteger(L: State, value: number): void
    lua_pushnil(L: State): void
    lua_pushstring(L: State, text: Bytes): void
    lua_pushvalue(L: State, index: number): void
    lua_rawgeti(L: State, index: number, at: number): number
    lua_rawset(L: State, index: number): void
    lua_rawseti(L: State, index: number, at: number): void
    lua_setfield(L: State, index: number, name: Bytes): void
    lua_settop(L: State, index: number): void
    lua_toboolean(L: State, index: number): boolean
    lua_tonumber(L: State, index: number): number
    lua_tostring(L: State, index: number): Bytes | null
    lua_type(L: State, index: number): number
  }
  const lauxlib: {
    luaL_loadbuffer(L: State, code: Bytes, size: number, name: Bytes): number
    luaL_newstate(): State
    luaL_ref(L: State, index: number): number
    luaL_requiref(L: State, name: Bytes, open: (L: State) => number, global: boolean): void
  }
  const lualib: {
    readonly luaopen_base: (L: State) => number
    readonly luaopen_math: (L: State) => number
    readonly luaopen_string: (L: State) => number
    readonly luaopen_table: (L: State) => number
  }
  const fengari: { readonly lua: typeof lua; readonly lauxlib: typeof lauxlib; readonly lualib: typeof lualib }
  export type LuaState = State
  export default fengari
}
