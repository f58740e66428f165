import type { Command } from '../command.ts'
import { bddCommand } from './bdd.ts'
import { buildCommand } from './build.ts'
import { devCommand } from './dev.ts'
import { docsCommand } from './docs.ts'
import { initCommand } from './init.ts'
import { doctorCommand } from './doctor.ts'
import { mergeCommand } from './merge.ts'
import { whyCommand } from './why.ts'

/** In the order of use. */
export const commands: readonly Command[] = [
  initCommand,
  bddCommand,
  devCommand,
  docsCommand,
  whyCommand,
  doctorCommand,
  mergeCommand,
  buildCommand,
]
