import { randomFillSync } from 'node:crypto'
import { now } from './clock.ts'

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const random = new Uint8Array(4096)
let used = random.length
let last = 0 // milliseconds since 1970
let sequence = 0 // 26 bits, between the time and the random part

/**
 * A new uuid of version 7 (RFC 9562): 48 bits of time, a sequence of 26 bits, 48 random bits.
 * Ids of one process only ever grow, also when the clock is set back, so sorting by id is sorting by age.
 */
export function uuidv7(): string {
  const ms = now().getTime()
  const bytes = randomBytes(8)
  if (ms > last) {
    last = ms
    sequence = random[bytes]! * 256 + random[bytes + 1]!
  } else if (++sequence === 2 ** 26) {
    last += 1
    sequence = 0
  }
  const high = Math.floor(last / 2 ** 16)
  const low = last & 0xff_ff
  const text =
    `${byte(high >>> 24)}${byte(high >>> 16)}${byte(high >>> 8)}${byte(high)}-${byte(low >>> 8)}${byte(low)}-` +
    `${byte(0x70 | (sequence >>> 22))}${byte(sequence >>> 14)}-${byte(0x80 | ((sequence >>> 8) & 0x3f))}${byte(sequence)}-`
  return text + tail(bytes + 2)
}

const byte = (value: number) => hex[value & 0xff]!

function tail(from: number): string {
  let text = ''
  for (let index = from; index < from + 6; index++) text += hex[random[index]!]!
  return text
}

/** Where `count` fresh random bytes start; they are drawn 4 kB at a time, which is what makes an id cheap. */
function randomBytes(count: number): number {
  if (used + count > random.length) {
    randomFillSync(random)
    used = 0
  }
  used += count
  return used - count
}
