/** An example as it stands in a feature file: without the indentation that it has in the source. */
export function feature({ raw: [text = ''] }: TemplateStringsArray): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n')
  const indentation = /^ */.exec(lines[0] ?? '')![0].length
  return `${lines.map(line => line.slice(indentation)).join('\n')}\n`
}
