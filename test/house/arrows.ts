/** A part of the kit that others may import, and why they may. */
export interface Arrow {
  readonly from: string
  readonly to: string
  readonly because: string
  /** Files that may be imported besides the part's front door. */
  readonly doors?: readonly string[]
  /** The only files of `from` that may. */
  readonly only?: readonly string[]
  /** Types are erased: what is needed at run time is not imported. */
  readonly typesOnly?: boolean
}

/** Imports run one way. What is not here is a wrong arrow; `runtime`, `backends` and `write` have none: they stand alone. */
export const arrows: readonly Arrow[] = [
  { from: 'src/cli', to: 'src/bdd', because: 'a command parses its arguments, calls one function and prints' },
  { from: 'src/cli', to: 'src/init', because: 'a command makes a project' },
  { from: 'src/cli', to: 'src/service', because: 'a command builds or serves the service' },
  { from: 'src/service', to: 'src/backends', because: 'a service that is worked on needs PostgreSQL and Redis' },
  { from: 'src/cli', to: 'steps', because: 'a command chooses the vocabulary' },
  { from: 'src/cli', to: 'src/spec', because: 'problems are shown with their place' },
  { from: 'src/cli', to: 'src/write', because: 'its errors have an exit status' },
  { from: 'src/cli', to: 'src/verify', because: 'its errors have an exit status', only: ['src/cli/output/errors.ts'] },
  {
    from: 'src/cli',
    to: 'src/verify',
    because: "the service's process loads while the rest of the kit does",
    only: ['src/cli/cli.ts'],
    doors: ['src/verify/fork.ts'],
  },
  { from: 'src/cli', to: 'src/backends', because: 'its errors have an exit status, its names are an option' },
  { from: 'src', to: 'src/bdd', because: 'the package hands out what a project configures itself with' },

  { from: 'src/bdd', to: 'src/spec', because: 'the loop reads the features' },
  { from: 'src/bdd', to: 'src/model', because: 'the loop infers the API' },
  { from: 'src/bdd', to: 'src/generate', because: 'the loop generates the code' },
  { from: 'src/bdd', to: 'src/write', because: 'the loop writes it' },
  { from: 'src/bdd', to: 'src/verify', because: 'the loop runs the scenarios' },
  { from: 'src/bdd', to: 'src/backends', because: 'the loop starts PostgreSQL and Redis' },
  { from: 'src/bdd', to: 'src/report', because: 'the loop publishes what it found' },

  { from: 'src/model', to: 'src/spec', because: 'the model is learned from facts' },
  { from: 'src/generate', to: 'src/model', because: 'code is printed from the model' },
  { from: 'src/generate', to: 'src/spec', because: 'names are spelled in one place' },

  { from: 'src/verify', to: 'src/spec', because: 'facts are what is performed' },
  { from: 'src/verify', to: 'src/model', because: 'rows and requests are made to fit the model' },
  {
    from: 'src/verify',
    to: 'src/runtime',
    because: "the child is the service's own process, and drives the runtime that is loaded there",
    only: ['src/verify/child.ts'],
    doors: ['src/runtime/clock.ts', 'src/runtime/testing.ts'],
  },
  {
    from: 'src/verify',
    to: 'src/runtime',
    because: 'what the child answers is typed by the runtime',
    doors: ['src/runtime/testing.ts'],
    typesOnly: true,
  },

  { from: 'src/report', to: 'src/spec', because: 'the documentation tells the features' },
  { from: 'src/report', to: 'src/model', because: 'the documentation tells the API' },
  {
    from: 'src/report',
    to: 'src/verify',
    because: 'what steps attach is shown as it was kept',
    doors: ['src/verify/attachment.ts'],
    typesOnly: true,
  },

  { from: 'steps', to: 'src/spec', because: 'a phrase turns step text into facts' },
  { from: 'steps', to: 'src/verify', because: 'cucumber performs them', only: ['steps/cucumber.ts'] },
]
