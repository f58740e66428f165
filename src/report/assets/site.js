// What the site does with scripts: theme, search, filters, copying. Without them it reads all the same.
const root = document.documentElement
const query = new URLSearchParams(location.search)
const stored = () => {
  try {
    return localStorage.getItem('brine-theme')
  } catch {
    return null
  }
}
const theme = query.get('theme') ?? stored()
if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
root.classList.add('scripted')

document.addEventListener('DOMContentLoaded', () => {
  tools()
  filters()
  copying()
  scrolling()
  if (query.has('q')) openSearch(query.get('q'))
})

function setQuery(name, value) {
  if (value) query.set(name, value)
  else query.delete(name)
  const text = String(query)
  history.replaceState(null, '', (text ? `?${text}` : location.pathname) + location.hash)
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

function tools() {
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  const label = () => `Turn ${isDark() ? 'light' : 'dark'}`
  const turn = element(
    'button',
    { type: 'button', className: 'turn', title: label() },
    element('span', { className: 'said' }, label()),
  )
  turn.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    turn.title = turn.firstChild.textContent = label()
    setQuery('theme', root.dataset.theme)
    try {
      localStorage.setItem('brine-theme', root.dataset.theme)
    } catch {
      // kept in the address at least
    }
  })
  const find = element('button', { type: 'button', className: 'find' }, 'Search ', element('kbd', {}, '/'))
  find.addEventListener('click', () => openSearch(''))
  document.querySelector('.tools').append(find, turn)
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest('input, textarea, dialog')) return
    event.preventDefault()
    openSearch('')
  })
}

// --- filters -----------------------------------------------------------------------------------------------------

function filters() {
  for (const line of document.querySelectorAll('[data-filters]')) {
    for (const word of line.querySelectorAll('.status')) {
      const status = word.className.replace('status', '').trim()
      const button = element('button', { type: 'button', className: word.className }, ...word.childNodes)
      button.dataset.filter = status
      button.addEventListener('click', () => filter(query.get('status') === status ? '' : status))
      word.replaceWith(button)
    }
  }
  filter(query.get('status') ?? '')
}

function filter(status) {
  if (!document.querySelector('[data-filters]')) return
  for (const one of document.querySelectorAll('[data-status]'))
    one.hidden = status !== '' && !one.dataset.status.split(' ').includes(status)
  for (const rule of document.querySelectorAll('.rule'))
    rule.hidden = !rule.querySelector('[data-status]:not([hidden])')
  for (const button of document.querySelectorAll('[data-filter]'))
    button.setAttribute('aria-pressed', String(button.dataset.filter === status))
  setQuery('status', status)
}

// --- search ------------------------------------------------------------------------------------------------------

let dialog

function openSearch(text) {
  dialog ??= searchDialog()
  if (!dialog.open) dialog.showModal()
  const input = dialog.querySelector('input')
  if (text) input.value = text
  input.select()
  load(() => show(input.value))
}

/** The index is a script, because a page from the file system may not read files. */
function load(then) {
  if (window.brineSearch) return then()
  const script = element('script', { src: `${document.body.dataset.root}search.js` })
  script.addEventListener('load', then)
  document.head.append(script)
}

function searchDialog() {
  const input = element('input', {
    type: 'search',
    placeholder: 'A scenario, a path, a field, an error code',
    autocomplete: 'off',
  })
  input.setAttribute('aria-label', 'Search')
  const results = element('ol', { className: 'results' })
  const close = element('button', { type: 'button', className: 'close' }, 'Close')
  const status = element('p', { className: 'quiet found' })
  status.setAttribute('role', 'status')
  const made = element(
    'dialog',
    { className: 'search' },
    element('div', { className: 'field' }, input, close),
    status,
    results,
  )
  made.setAttribute('aria-label', 'Search')
  close.addEventListener('click', () => made.close())
  made.addEventListener('click', event => event.target === made && made.close())
  made.addEventListener('close', () => setQuery('q', ''))
  input.addEventListener('input', () => show(input.value))
  made.addEventListener('keydown', event => {
    const links = [...results.querySelectorAll('a')]
    const at = links.indexOf(document.activeElement)
    if (event.key === 'Enter' && document.activeElement === input) links[0]?.click()
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const next = at + step
    if (next < 0) input.focus()
    else links[Math.min(next, links.length - 1)]?.focus()
  })
  document.body.append(made)
  return made
}

function show(text) {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = wanted.length ? rank(wanted) : []
  dialog.querySelector('.found').textContent = wanted.length ? `${found.length || 'Nothing'} found` : ''
  dialog.querySelector('ol').replaceChildren(...found.slice(0, 30).map(result))
  setQuery('q', text)
}

/** Every word must be there; in the title it counts most, at its start still more. */
function rank(wanted) {
  const scored = []
  for (const entry of window.brineSearch ?? []) {
    const [, title, where, , words] = entry.map(part => part.toLowerCase())
    let score = 0
    for (const word of wanted) {
      const at = title.indexOf(word)
      const points =
        at === 0
          ? 8
          : at > 0
            ? /\w/.test(title[at - 1])
              ? 3
              : 6
            : where.includes(word)
              ? 2
              : words.includes(word)
                ? 1
                : 0
      if (!points) {
        score = 0
        break
      }
      score += points
    }
    if (score) scored.push([score + (entry[0] === 'scenario' ? 0 : 1), entry])
  }
  return scored.sort((a, b) => b[0] - a[0]).map(([, entry]) => entry)
}

const said = {
  passed: 'passed',
  failed: 'failed',
  stubbed: 'yours to write',
  undefined: 'not understood',
  skipped: 'skipped',
  notRun: 'not run',
}

function result([kind, title, where, path, , status]) {
  const target = path
    .split('#')
    .map(part => part.split('/').map(encodeURIComponent).join('/'))
    .join('#')
  const link = element('a', { href: document.body.dataset.root + target }, element('b', {}, title))
  const told = [kind, where, status && said[status]].filter(Boolean).join(' · ')
  link.append(element('span', { className: 'quiet' }, told))
  if (status) link.prepend(element('span', { className: `status dot ${status}` }))
  return element('li', {}, link)
}

// --- copying -----------------------------------------------------------------------------------------------------

function copying() {
  for (const block of document.querySelectorAll('[data-copy]')) {
    const button = element('button', { type: 'button', className: 'copy' }, 'Copy')
    button.addEventListener('click', async () => {
      button.textContent = (await copy(block)) ? 'Copied' : 'Selected'
      setTimeout(() => (button.textContent = 'Copy'), 2000)
    })
    block.before(button)
  }
}

/** Where the clipboard is out of reach the text is selected instead. */
async function copy(block) {
  try {
    await navigator.clipboard.writeText(block.textContent)
    return true
  } catch {
    getSelection().selectAllChildren(block)
    return false
  }
}

/** What is wider than the page can be reached and moved by keyboard. */
function scrolling() {
  for (const box of document.querySelectorAll('.wide, pre')) {
    if (box.scrollWidth <= box.clientWidth) continue
    box.tabIndex = 0
    box.setAttribute('role', 'group')
    box.setAttribute('aria-label', box.matches('pre') ? 'Text' : 'Table')
  }
}
