import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namedFiles, openEnds, type Documents, type Source } from '../../src/report/index.ts'
import { siteFiles } from '../../src/report/site-files.ts'
import { reportOf } from './sample.ts'

const feature = {
  uri: 'features/things.feature',
  text: `Feature: Things
  Scenario: A thing can be made
    When the client sends GET /api/v1/things
    Then the response status is 200
`,
}

const siteWith = async (documents: Documents) =>
  siteFiles(await reportOf([feature], { documents }), { style: '', script: '' })

const told = async (...sources: readonly Source[]) => await siteWith({ sources, files: new Map(), missing: [] })

describe('documents of the project', () => {
  it('are pages where their files stand, listed, found by their headings, and there as they were written', async () => {
    const text = '# Of things\n\nAll of *them*. And more.\n\n## What they are\n\n| a | b |\n| - | -: |\n| 1 | 2 |\n'
    const files = await told({ uri: 'docs/things.md', text })
    const page = files.get('documents/docs/things.html')!
    assert.match(page, /<h1>Of things<\/h1>\s*<p>All of <em>them<\/em>\. And more\.<\/p>/)
    assert.match(page, /<h2 id="what-they-are">What they are<\/h2>/)
    assert.match(page, /<th scope="col">a<\/th>\s*<th scope="col" class="right">b<\/th>/)
    assert.match(page, /<a href="..\/..\/documents.html"\s+aria-current="true">Documents<\/a>/)
    assert.match(page, /rel="alternate" type="text\/markdown" href="..\/..\/documents\/docs\/things.md"/)
    assert.equal(files.get('documents/docs/things.md'), text)
    assert.match(
      files.get('documents.html')!,
      /<a href="documents\/docs\/things\.html">Of things<\/a>[^]*All of them\.<\/p>/,
    )
    const search = files.get('search.js')!
    assert.match(search, /\["heading","What they are","Of things","documents\/docs\/things\.html#what-they-are",""\]/)
    assert.equal((await told()).has('documents.html'), false)
  })

  it('lead to each other, to headings, to features and to the net, and are told where they lead nowhere', async () => {
    const from: Source = {
      uri: 'docs/guides/a.md',
      text: [
        '# A',
        '[b](../b.md) [named](../b.md#one-two-1) [anchor](../b.md#here) [root](/docs/b.md)',
        '[feature](../../features/things.feature) [net](https://example.org/x?y#z) [up](#a)',
        '',
        '- [gone](gone.md)',
        '- [no heading](../b.md#three)',
        '- [script](javascript:alert(1)) [out](../../../etc/passwd)',
        '- [code](../../src/code.ts)',
      ].join('\n'),
    }
    const to: Source = { uri: 'docs/b.md', text: '# B\n\n## One, two!\n\n## One two\n\n<a id="here"></a>\n\nText\n' }
    assert.deepEqual(namedFiles([from, to]), [
      { uri: 'features/things.feature', shown: false },
      { uri: 'docs/guides/gone.md', shown: false },
      { uri: 'src/code.ts', shown: false },
    ])
    const documents = { sources: [from, to], files: new Map([['src/code.ts', undefined]]), missing: [] }
    const page = (await siteWith(documents)).get('documents/docs/guides/a.html')!
    const links = [...page.matchAll(/<a href="([^"]*)"[^>]*>(b|named|anchor|root|feature|net|up)<\/a>/g)]
    assert.deepEqual(
      links.map(([, href]) => href),
      [
        ...['', '#one-two-1', '#here', ''].map(hash => `../../../documents/docs/b.html${hash}`),
        '../../../features/things.html',
        'https://example.org/x?y#z',
        '../../../documents/docs/guides/a.html',
      ],
    )
    assert.match(page, /code \(<code>\.\.\/\.\.\/src\/code\.ts<\/code>\)/)
    assert.doesNotMatch(page, /href="javascript|href="[^"]*passwd/)
    assert.deepEqual(openEnds(await reportOf([feature], { documents })), [
      'docs/guides/a.md:5 leads to gone.md, which is not there',
      'docs/guides/a.md:6 leads to ../b.md#three, which is no heading of docs/b.md',
      'docs/guides/a.md:7 leads to javascript:alert(1), which is neither a file of the project nor an address on the net',
      'docs/guides/a.md:7 leads to ../../../etc/passwd, which is neither a file of the project nor an address on the net',
    ])
  })

  it('run nothing and fetch nothing: HTML is shown as it is written, an image is a file of the site', async () => {
    const text =
      '# <b>A</b>\n\n<script>alert("1")</script>\n\nx <img src=x onerror=alert(1)> <!-- kept -->\n\n<!-- not -->\n\n' +
      '![one](one.png) ![two](https://example.org/two.png "t") ![three](three.png)\n\n```js\n<i>\n```\n\n- [x] done\n'
    const sources = [{ uri: 'a.md', text }]
    assert.deepEqual(
      namedFiles(sources).map(({ uri }) => uri),
      ['one.png', 'three.png'],
    )
    const page = (await siteWith({ sources, files: new Map([['one.png', new Uint8Array([1])]]), missing: [] })).get(
      'documents/a.html',
    )!
    assert.doesNotMatch(page, /<script>|<b>A|<img src=x|<i>|<input/)
    assert.match(page, /&lt;script&gt;alert\(&quot;1&quot;\)/)
    assert.match(page, /<img src="..\/documents\/one\.png" alt="one" loading="lazy" \/>/)
    assert.match(page, /<a href="https:\/\/example\.org\/two\.png" rel="noopener noreferrer">two<\/a> three/)
    assert.doesNotMatch(page, /not -->/)
  })

  it('are several pages where they are too long for one, and links find what has moved', async () => {
    const words = 'word '.repeat(4000)
    const long = (name: string) => `### ${name}\n\n#### Of ${name}\n\n${words}\n\n`
    const text = `# Long\n\n[last](#of-four)\n\n## First\n\nShort.\n\n## All\n\nMany:\n\n${['One', 'Two', 'Three', 'Four'].map(long).join('')}`
    const files = await told({ uri: 'long.md', text }, { uri: 'long/one.md', text: '# Another' })
    const page = files.get('documents/long.html')!
    assert.match(page, /<a href="..\/documents\/long\/four\.html#of-four">last<\/a>/)
    assert.match(
      page,
      /<h2 id="all">All<\/h2>\s*<p>Many:<\/p>\s*<ul class="list">\s*<li>\s*<a href="..\/documents\/long\/one-2\.html">/,
    )
    assert.match(files.get('documents/long/four.html')!, /<h1>Four<\/h1>\s*<h2 id="of-four">/)
    assert.match(files.get('documents/long/one.html')!, /<h1>Another<\/h1>/)
    for (const [path, content] of files) if (path.endsWith('.html')) assert.ok(content.length < 60_000, path)
  })
})
