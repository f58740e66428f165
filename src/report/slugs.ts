/** A name as it stands in an address: letters and digits of any script, `-` between; at most 60 characters. */
export function slug(name: string): string {
  const text = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return [...text].slice(0, 60).join('').replace(/-+$/, '') || 'unnamed'
}

/** Gives out slugs of which no two are the same; `more` tells namesakes apart before they are counted. */
export function slugs(): (name: string, more?: string) => string {
  const given = new Set<string>()
  return (name, more) => {
    const plain = slug(name)
    const longer = more === undefined ? plain : slug(`${[...plain].slice(0, 30).join('')} ${more}`)
    let found = given.has(plain) ? longer : plain
    for (let n = 2; given.has(found); n++) found = `${longer}-${n}`
    given.add(found)
    return found
  }
}

/** From the page at `at` to the one at `to`, both relative to the folder of the site. */
export const href = (at: string, to: string): string => {
  const [path = '', hash] = to.split('#')
  const up = '../'.repeat(at.split('/').length - 1)
  return `${up}${path.split('/').map(encodeURIComponent).join('/')}${hash === undefined ? '' : `#${encodeURIComponent(hash)}`}`
}
