import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const browserPath = process.env.TEST_BROWSER ?? '/usr/bin/chromium'

/** Why nothing can be measured in a browser here; null when it can. */
export const noBrowser: string | null = existsSync(browserPath)
  ? null
  : `there is no browser at ${browserPath}: install Chromium, or name one in TEST_BROWSER`

const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync']

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath, headless: true, args: flags })
}

/** A browser that has nothing in its cache and is not logged in, with `watching` of `in-page.js` in its pages. */
export async function freshContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  await context.addInitScript({ path: fileURLToPath(new URL('./in-page.js', import.meta.url)) })
  return context
}

export type Person = { login: string; password: string }

/** Logs the context in without showing a page, so that nothing is in its cache yet. */
export async function logIn(context: BrowserContext, http: string, { login, password }: Person): Promise<void> {
  const answer = await context.request.post(`${http}/console-api/login`, { data: { login, password } })
  if (!answer.ok()) throw new Error(`the login is answered ${answer.status()}: ${await answer.text()}`)
}

/** Calls a function of `watching` in the page. */
export function watch<Result>(
  page: Page,
  call: 'takeLongTasks' | 'takeNotes' | 'shown' | 'expect' | 'answer' | 'scroll' | 'note',
  ...args: unknown[]
): Promise<Result> {
  return page.evaluate(`watching.${call}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`)
}
