// The page works without this script. It keeps the list current, opens calls in place, and adds the keyboard.
const main = document.querySelector('main')
const list = document.querySelector('#list')
const detail = document.querySelector('#call')
const search = document.querySelector('form[role=search]')
const mostRows = 200
let feed

function follow() {
  feed?.close()
  const query = new URLSearchParams(location.search)
  if (query.has('before')) return
  const rows = list.querySelector('tbody')
  query.delete('call')
  query.set('after', rows.dataset.last)
  feed = new EventSource(`/feed?${query}`)
  feed.onopen = () => document.body.classList.remove('stopped')
  feed.onerror = () => document.body.classList.add('stopped')
  feed.onmessage = message => {
    rows.insertAdjacentHTML('afterbegin', message.data)
    rows.rows[mostRows]?.remove()
    list.querySelector('.empty')?.remove()
  }
}

async function text(url) {
  const response = await fetch(url)
  return response.ok ? response.text() : '<p class="empty">This call is no longer kept.</p>'
}

function mark(number) {
  list.querySelector('[aria-current]')?.removeAttribute('aria-current')
  list.querySelector(`[data-call="${number}"]`)?.setAttribute('aria-current', 'true')
}

async function open(link) {
  history.pushState(null, '', link.href)
  mark(link.dataset.call)
  detail.innerHTML = await text(`/calls/${link.dataset.call}`)
  main.classList.add('open')
  document.title = `${link.textContent} · private gateway`
  detail.scrollTop = 0
}

function back() {
  main.classList.remove('open')
  const link = list.querySelector('[aria-current]') ?? list.querySelector('tbody a')
  link?.focus()
}

async function filter() {
  const query = new URLSearchParams([...new FormData(search)].filter(([, value]) => value))
  history.replaceState(null, '', query.size ? `/?${query}` : '/')
  list.innerHTML = await text(`/list?${query}`)
  follow()
}

async function copy(button) {
  const shown = document.getElementById(button.dataset.copy)
  await navigator.clipboard.writeText(shown.textContent)
  document.getElementById('copied').textContent = 'Copied.'
}

function move(step) {
  const links = [...list.querySelectorAll('tbody a')]
  const at = links.findIndex(link => link.hasAttribute('aria-current'))
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)]
  if (!next) return
  next.focus()
  open(next)
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  '/': () => search.q.focus(),
  r: () => detail.querySelector('form')?.requestSubmit(),
  c: () => detail.querySelector('[data-copy]')?.click(),
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') return back()
  if (event.target.closest('input, select, textarea') || !keys[event.key]) return
  event.preventDefault()
  keys[event.key]()
})

document.addEventListener('click', event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return
  const link = event.target.closest('a[data-call]')
  const button = event.target.closest('[data-copy]')
  if (link) {
    event.preventDefault()
    open(link)
  } else if (button) {
    copy(button)
  }
})

let typing
search.addEventListener('input', () => {
  clearTimeout(typing)
  typing = setTimeout(filter, 150)
})
search.addEventListener('submit', event => {
  event.preventDefault()
  filter()
})
search.querySelector('button').hidden = true
window.addEventListener('popstate', () => location.reload())
follow()
