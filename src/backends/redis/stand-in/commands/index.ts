import { command, type Commands } from '../command.ts'
import { Status } from '../resp.ts'
import { hashCommands } from './hashes.ts'
import { keyCommands } from './keys.ts'
import { listCommands } from './lists.ts'
import { setCommands } from './sets.ts'
import { sortedSetCommands } from './sorted-sets.ts'
import { stringCommands } from './strings.ts'

/** Every command that works on data, by its name in lower case. */
export const dataCommands: Commands = {
  ...keyCommands,
  ...stringCommands,
  ...hashCommands,
  ...listCommands,
  ...setCommands,
  ...sortedSetCommands,
  ping: command(0, 1, (_, message) => message ?? new Status('PONG')),
  echo: command(1, 1, (_, message) => message),
  time: command(0, 0, () => [`${Math.floor(Date.now() / 1000)}`, `${(Date.now() % 1000) * 1000}`]),
}
