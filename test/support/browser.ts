import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { after, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const browserPath = process.env.TEST_BROWSER ?? '/usr/bin/chromium'

/** Why the browser tests cannot run here, for the `skip` of a test; false when they can. */
export const noBrowser: string | false = existsSync(browserPath)
  ? false
  : `there is no browser at ${browserPath}: install Chromium, or name one in TEST_BROWSER`

/** Where the tests leave their screenshots, when TEST_PICTURES asks for them. */
const wantsPictures = (process.env.TEST_PICTURES ?? '') !== ''
const pictures = fileURLToPath(new URL('../screenshots/', import.meta.url))

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
]

export const screens = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const

let started: Promise<Browser> | undefined

/** One browser for all tests of a process: starting it takes longer than most of them. */
function browserOfProcess(): Promise<Browser> {
  started ??= chromium.launch({ executablePath: browserPath, headless: true, args: flags })
  return started
}

// Registered when the file is loaded: inside a test, `after` would belong to that test.
after(async () => (await started)?.close())

/** Opens a real browser that knows nothing of other tests. What its pages complain about is collected in `faults`. */
export async function openBrowser(t: TestContext, options: BrowserContextOptions = {}): Promise<Browsing> {
  const browser = await browserOfProcess()
  const opened: BrowserContext[] = []
  t.after(() => Promise.all(opened.map((context) => context.close())))
  const faults: string[] = []
  const context = await newContext()
  return { context, faults, newContext }

  async function newContext(more: BrowserContextOptions = options): Promise<BrowserContext> {
    const made = await browser.newContext({ viewport: screens.desktop, locale: 'en-GB', timezoneId: 'UTC', ...more })
    opened.push(made)
    made.on('weberror', ({ error }) => {
      faults.push(error().stack ?? String(error()))
    })
    made.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    return made
  }
}

export type Browsing = {
  context: BrowserContext
  /** Errors of scripts and of the console, such as a breach of the content security policy. */
  faults: string[]
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>
}

/** Leaves a picture of the page in `test/screenshots/` when TEST_PICTURES is set: each takes as long as looking at the page. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!wantsPictures) return
  const path = join(pictures, `${name}.png`)
  await mkdir(dirname(path), { recursive: true })
  await page.screenshot({ path, animations: 'disabled' })
}

/** What axe finds wrong with the page, or only with its colours, one line each: rule, how bad, and where. */
export async function accessibilityFaults(
  page: Page,
  what: 'everything' | 'colours' = 'everything',
): Promise<string[]> {
  // What still moves or grows is no page to judge.
  await page.evaluate(untilStill)
  // Evaluated over the debugging protocol, which the page's policy does not bind. It stays while the page does.
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axeSource)
  const rules =
    what === 'colours'
      ? ['color-contrast', 'link-in-text-block']
      : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } }
    return axe.run({ runOnly, resultTypes: ['violations'] })
  }, rules)
  return violations.map(
    ({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html, target }) => `${target} ${html}`).join(' | ')}`,
  )
}

const untilStill = `(async () => {
  const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
  const ended = Promise.allSettled(moving.map((one) => one.finished))
  await Promise.race([ended, new Promise((go) => setTimeout(go, 1000))])
  await new Promise(requestAnimationFrame)
})()`

type AxeResult = { violations: { id: string; impact: string; nodes: { html: string; target: string[] }[] }[] }

const require = createRequire(import.meta.url)
const { source: axeSource } = require('axe-core') as { source: string }
