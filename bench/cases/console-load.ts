import type { Browser, Page } from 'playwright-core'
import type { Bench, Case } from '../bench.ts'
import { freshContext, logIn, noBrowser, openBrowser, type Person, watch } from '../browser/open-browser.ts'
import { countTransfer } from '../browser/transfer.ts'
import { fillChargers } from '../fill-chargers.ts'
import { noise } from '../noise.ts'
import { spreadOf, tenths } from '../spread.ts'

const chargers = 10_000
const person = { login: 'bench', password: 'the night shift of the bench' }

/** What a person at the console waits for when the network has ten thousand chargers. */
export const consoleLoad: Case = {
  name: 'console-load',
  async run(bench) {
    if (noBrowser) return { result: { skipped: noBrowser } }
    const quiet = noise()
    const { http } = await networkOfTenThousand(bench)
    const browser = await openBrowser()
    try {
      const login = await throughTheLogin(browser, http)
      const overview = await coldLoad(browser, http, '/')
      const list = await coldLoad(browser, http, '/chargers')
      const typing = await typeInTheSearch(list.page)
      const sorting = await clickTheHeads(list.page)
      const wheel = await scrollTheList(list.page, wheelPixels)
      const drag = await scrollTheList(list.page, dragPixels)
      return {
        result: {
          chargers,
          login,
          overview: overview.loaded,
          list: list.loaded,
          keystroke_to_list: typing,
          sort_to_list: sorting,
          scroll_by_wheel: wheel,
          scroll_by_drag: drag,
          target_keystroke_p95_ms: 100,
          ...quiet,
        },
      }
    } finally {
      await browser.close()
    }
  },
}

// The other cases do not get ten thousand chargers more, nor this one theirs.
async function networkOfTenThousand(bench: Bench) {
  const own = await bench.aside('console-load')
  const server = await own.server()
  await own.admin('charger.add', { identity: 'SITE-1' })
  await own.admin('account.add', { ...person, role: 'operator' })
  await fillChargers(server.database, 'SITE-1', chargers)
  return server
}

// Every charger on the pages is a link to its own.
const firstRow = 'main a[href*="/chargers/"], main a[href*="/sessions/"]'
const loginField = 'input[name=username]'

/** As a person comes in for the first time since the server was started. */
async function throughTheLogin(browser: Browser, http: string) {
  const page = await (await freshContext(browser)).newPage()
  await page.goto(http, { waitUntil: 'commit' })
  const formMs = await watch<number>(page, 'shown', loginField)
  await fill(page, person)
  const beganMs = performance.now()
  await page.keyboard.press('Enter')
  await watch(page, 'shown', firstRow)
  const toOverviewMs = performance.now() - beganMs
  await page.context().close()
  return { form_ms: Math.round(formMs), to_first_row_ms: Math.round(toOverviewMs) }
}

async function fill(page: Page, { login, password }: Person): Promise<void> {
  await page.locator(loginField).fill(login)
  await page.locator('input[name=password]').fill(password)
}

/** With an empty cache, logged in. */
async function coldLoad(browser: Browser, http: string, path: string) {
  const context = await freshContext(browser)
  await logIn(context, http, person)
  const page = await context.newPage()
  const transfer = await countTransfer(page)
  await page.goto(`${http}${path}`, { waitUntil: 'commit' })
  const firstRowMs = await watch<number>(page, 'shown', firstRow)
  // What is still on its way belongs to the load; the stream of changes goes on for ever.
  await page.waitForTimeout(1_000)
  const loaded = { first_row_ms: Math.round(firstRowMs), ...transfer(), ...(await longTasks(page)) }
  return { page, loaded }
}

async function longTasks(page: Page) {
  const tasksMs = (await watch<number[]>(page, 'takeLongTasks')).filter((ms) => ms > 50)
  return { long_tasks: tasksMs.length, longest_task_ms: Math.round(Math.max(0, ...tasksMs)) }
}

const table = '[role=table]'
const topRow = '[role=table] [data-index="0"]'

// Each key finds other chargers than those before it, and so changes how many there are.
const words = ['123', '987', '456', '70']

async function typeInTheSearch(page: Page) {
  await page.locator('main input[type=search]').focus()
  const keys = words.flatMap((word) => [...word, ...Array.from(word, () => 'Backspace')])
  const latenciesMs: number[] = []
  for (const key of keys) {
    await watch(page, 'expect', 'keydown', { selector: table, attribute: 'aria-rowcount' })
    await page.keyboard.press(key)
    latenciesMs.push(await watch<number>(page, 'answer'))
    // As people type, and longer than the address waits before it follows.
    await page.waitForTimeout(300)
  }
  return { keystrokes: keys.length, ...spreadOf(latenciesMs), ...(await longTasks(page)) }
}

// Each leads to another top row than the one before it.
const heads = ['Charger', 'State', 'Model', 'Charger', 'Model', 'State', 'Charger', 'State', 'Model', 'Charger']

async function clickTheHeads(page: Page) {
  const latenciesMs: number[] = []
  for (const name of heads) {
    for (let click = 0; click < 2; click++) {
      const head = page.getByRole('columnheader', { name }).getByRole('button')
      await head.hover()
      await watch(page, 'expect', 'click', { selector: topRow })
      await head.click()
      latenciesMs.push(await watch<number>(page, 'answer'))
      await page.waitForTimeout(300)
    }
  }
  return { clicks: latenciesMs.length, ...spreadOf(latenciesMs), ...(await longTasks(page)) }
}

// A wheel that is turned fast, and the bar that is dragged: then most of what is in sight is new in every frame.
const wheelPixels = 60
const dragPixels = 400

async function scrollTheList(page: Page, pixelsPerFrame: number) {
  const { frames, seconds, longestMs } = await watch<Scrolled>(page, 'scroll', 5, pixelsPerFrame)
  return {
    pixels_per_frame: pixelsPerFrame,
    frames_per_s: tenths(frames / seconds),
    longest_frame_ms: tenths(longestMs),
    ...(await longTasks(page)),
  }
}

type Scrolled = { frames: number; seconds: number; longestMs: number }
