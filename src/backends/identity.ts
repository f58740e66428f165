import { readFileSync, readlinkSync } from 'node:fs'

/**
 * What tells a process from every other, also from a later one with its number; undefined when there is none.
 * On Linux that is its number, when it started, and the space that the number counts in: two containers may share a
 * folder and not see each other's processes.
 */
export function identityOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return isAlive(pid) ? `${pid}` : undefined
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // after the name, which may hold anything: state is the 3rd field, the start is the 22nd
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? undefined : `${pid} ${fields[18]} ${space()}`
  } catch {
    return undefined
  }
}

/** Whether the process that wrote this identity is certainly gone. */
export function isGone(identity: string): boolean {
  const [pid, , where] = identity.split(' ')
  if (!Number(pid) || (where !== undefined && where !== space())) return false
  return identityOf(Number(pid)) !== identity
}

function space(): string {
  return readlinkSync('/proc/self/ns/pid')
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // another user's process is alive too
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
