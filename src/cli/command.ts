/** What a command is: its words for `--help`, and the function that runs it and gives the exit status. */
export interface Command {
  readonly name: string
  readonly usage: string
  readonly says: string
  readonly help: string
  readonly run: (args: readonly string[]) => Promise<number>
}
