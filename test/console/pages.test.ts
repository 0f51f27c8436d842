import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Scenario } from '#simulator/scenario.ts'
import { findScenario } from '#simulator/scenarios/scenarios.ts'
import { type Demo, startDemo } from '../../demo/start-demo.ts'
import { accessibilityFaults, noBrowser, openBrowser, screens, takePicture } from '../support/browser.ts'
import { createDatabase } from '../support/database.ts'
import { read } from '../support/session-rows.ts'
import { accessToken, eventually, getJson } from '../support/system.ts'

/** Every page, under its name in the pictures; what it shows when it has everything that it waits for. */
type Shown = [name: string, path: (demo: Demo) => string, shows: string | RegExp]
const depotPages: Shown[] = [
  ['overview', () => '/', 'Needs attention'],
  ['chargers', () => '/chargers', 'BUS-03'],
  ['chargers-faulted', () => '/chargers?state=faulted', 'BUS-13'],
]
const chargerPages: Shown[] = [
  ['charger', () => '/chargers/10', 'EVSE 1'],
  ['charger-messages', () => '/chargers/10?tab=messages', 'TransactionEvent'],
  ['charger-sessions', () => '/chargers/10?tab=sessions', 'BUS-CARD-10'],
  ['charger-commands', () => '/chargers/10?tab=commands', 'What the charger is working on'],
  ['charger-events', () => '/chargers/10?tab=events', 'It started up'],
  ['charger-settings', () => '/chargers/10?tab=settings', 'Configuration by template'],
  ['charger-grid', () => '/chargers/10?tab=grid', 'Energy back to the grid'],
  ['charger-display', () => '/chargers/10?tab=display', 'Messages on the display'],
  ['charger-history', () => '/chargers/10?tab=history', 'Connected'],
  ['charger-about', () => '/chargers/10?tab=about', 'Simulated DC 150'],
  ['charger-offline', () => '/chargers/5', /No connection/],
]
const officePages: Shown[] = [
  ['sessions', () => '/sessions', /-CARD-/],
  ['session', () => '/sessions/1', 'CARD'],
  ['cards', () => '/cards', 'LOST-CARD'],
  ['messages', () => '/messages', 'Heartbeat'],
  ['messages-none', () => '/messages?messageId=nothing-like-that', 'No message matches'],
  ['clients', () => '/clients', 'fleet'],
  ['accounts', () => '/accounts', 'admin'],
  ['audit', () => '/audit', 'admin'],
  ['unknown-chargers', () => '/unknown-chargers', 'Nobody knocks'],
  ['templates', () => '/templates', 'The server’s own template'],
  ['deviations', () => '/deviations', 'What chargers do differently'],
  ['settings', () => '/settings', 'VOLTYARD_PORT'],
  ['profile', () => '/profile', 'admin'],
]
const tradePages: Shown[] = [
  ['tariffs', () => '/tariffs', 'No tariffs yet'],
  ['reservations', () => '/reservations', 'Nothing is reserved'],
  ['sites', () => '/sites', /Load management/],
  ['site', () => '/sites/1', 'Group id'],
  ['vehicles', () => '/vehicles', 'These are all vehicles'],
  ['vehicle', () => '/vehicles/1', 'What is known of it'],
  ['firmware', () => '/firmware', 'No firmware registered yet'],
  ['charger-limits', () => '/chargers/10?tab=limits', 'The next 24 hours'],
  ['charger-access', () => '/chargers/10?tab=access', 'Cards kept in the charger'],
  ['charger-certificates', () => '/chargers/10?tab=certificates', 'Certificates in the charger'],
]

let demo: Demo
let databaseUrl: string
const cleanUp: (() => unknown)[] = []

before(
  async () => {
    if (noBrowser) return
    const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-'))
    cleanUp.push(() => rm(dataFolder, { recursive: true, force: true }))
    databaseUrl = await createDatabase({ after: (clean) => void cleanUp.push(clean as () => unknown) })
    const log = { debug() {}, info() {}, warn() {}, error: console.error }
    demo = await startDemo({
      scenario: busyEvening(findScenario('bus-depot')),
      rate: 60,
      // Steering so many chargers at that rate takes the processor that the browser needs.
      isSteered: false,
      dataFolder,
      port: 0,
      host: '127.0.0.1',
      databaseUrl,
      log,
    })
    cleanUp.push(() => demo.stop())
    const token = await accessToken(demo.url, demo.depotClient.id, demo.depotClient.secret)
    await eventually(
      async () => (await getJson(`${demo.url}/v2/transactions`, token)).body as unknown[],
      (transactions) => transactions.length >= 2,
      40_000,
    )
  },
  { timeout: 60_000 },
)
after(async () => {
  for (const clean of cleanUp.reverse()) await clean()
})

for (const [part, pages] of [
  ['of the chargers', depotPages],
  ['of one charger', chargerPages],
  ['of the office', officePages],
  ['of trade and equipment', tradePages],
] as const) {
  test(`every page ${part} is whole, without errors and accessible, on a desktop and a phone, light and dark`, {
    skip: noBrowser,
  }, async (t) => {
    const { context, faults } = await openBrowser(t, { colorScheme: 'light', timezoneId: 'Europe/Berlin' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const wrong = await look(page, 'login', demo.url, 'Log in')
    faults.length = 0 // Asking who is logged in is answered 401 before the login.
    await logInAt(page)
    for (const [name, path, shows] of pages) {
      wrong.push(...(await look(page, name, demo.url + path(demo), shows)))
      for (const fault of faults.splice(0)) wrong.push(`${name}: ${fault}`)
    }
    assert.deepEqual(wrong, [])
  })
}

test('menus and dialogs are accessible while they are open, light and dark', { skip: noBrowser }, async (t) => {
  const { context, faults } = await openBrowser(t, { colorScheme: 'light' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(demo.url)
  await logInAt(page)
  faults.length = 0 // Asking who is logged in is answered 401 before the login.
  const wrong: string[] = []

  await page.goto(`${demo.url}/chargers/10`)
  await page.getByRole('button', { name: 'Actions', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).waitFor()
  wrong.push(...(await lookAtOpen(page, 'charger-menu')))
  await page.getByRole('menuitem', { name: 'Change name' }).click()
  await page.getByRole('dialog').waitFor()
  wrong.push(...(await lookAtOpen(page, 'charger-rename')))

  await page.goto(`${demo.url}/cards`)
  await page.getByRole('button', { name: 'Import CSV' }).click()
  // As an old spreadsheet writes it: Windows-1252.
  const buffer = Buffer.from('uid;vehicle\r\nCARD-7;M\u00fcller\r\n;nobody\r\n', 'latin1')
  await page.locator('input[type=file]').setInputFiles({ name: 'cards.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Import 1 good line only' }).waitFor()
  wrong.push(...(await lookAtOpen(page, 'cards-import')))

  await page.goto(`${demo.url}/vehicles/2`)
  await page.getByText('It comes in by its VIN: say what it is first.').waitFor()
  await page.getByRole('button', { name: 'Describe' }).click()
  await page.getByRole('dialog').getByLabel('VIN').fill('WEB62803512345678')
  wrong.push(...(await lookAtOpen(page, 'vehicle-describe')))
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Make a password' }).click()
  await page.getByRole('button', { name: 'I have stored it' }).waitFor()
  wrong.push(...(await lookAtOpen(page, 'vehicle-password')))
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await page.getByText('Waits for the vehicle').waitFor()
  await page.getByRole('button', { name: 'Take back' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await page.getByText('What was said by hand is taken back').first().waitFor()
  await page.getByText('Nobody has said when it leaves').waitFor()

  await page.goto(`${demo.url}/profile`)
  await page.getByRole('button', { name: 'Set up second factor' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  wrong.push(...(await lookAtOpen(page, 'profile-second-factor')))
  assert.deepEqual([...wrong, ...faults], [])
})

test('any message is written by form or text, corrected, sent with the password, and answered', {
  skip: noBrowser,
}, async (t) => {
  const { context, faults } = await openBrowser(t, { colorScheme: 'light' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(demo.url)
  await logInAt(page)
  faults.length = 0 // Asking who is logged in is answered 401 before the login.
  await page.goto(`${demo.url}/chargers/10?tab=commands`)
  await page.getByRole('button', { name: 'Send a message' }).click()
  await page.getByRole('combobox', { name: 'Message' }).fill('GetLocal')
  await page.getByRole('option', { name: /GetLocalListVersion/ }).click()
  await page.getByText('This message has no contents').waitFor()
  await page.getByRole('combobox', { name: 'Message' }).fill('TriggerMes')
  await page.getByRole('option', { name: /TriggerMessage/ }).click()

  const contents = page.getByRole('textbox', { name: 'Contents (JSON)' })
  const send = page.getByRole('button', { name: 'Send', exact: true })
  await contents.fill('{"requestedMessage":"Everything"}')
  await page.getByText('has to be one of').first().waitFor()
  assert.equal(await send.isDisabled(), true)
  const wrong = await lookAtOpen(page, 'charger-message')
  await page.getByLabel('requestedMessage').selectOption('Heartbeat')
  assert.deepEqual(JSON.parse(await contents.inputValue()), { requestedMessage: 'Heartbeat' })

  await send.click()
  // Whoever has just logged in is not asked again.
  await page.getByText('TriggerMessage was answered: Accepted').first().waitFor()
  await page.getByRole('button', { name: 'Use again' }).first().waitFor()
  wrong.push(...(await lookAtOpen(page, 'charger-message-answered')))
  assert.deepEqual([...wrong, ...faults], [])
})

test('the arrow keys move through all curves of a session at once', { skip: noBrowser }, async (t) => {
  const { context } = await openBrowser(t)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(demo.url)
  await logInAt(page)
  await page.goto(`${demo.url}/sessions/1`)
  const power = page.getByRole('application', { name: 'Power' })
  await power.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  const cursor = (name: string) =>
    page.getByRole('application', { name }).locator('.u-cursor-x').getAttribute('style') as Promise<string>
  const places = await eventually(
    () => Promise.all([cursor('Power'), cursor('Energy')]),
    ([one, other]) => one === other,
  )
  assert.match(places[0], /translate\(\d+px/)
})

test('messages of all chargers are opened, narrowed, held and followed', { skip: noBrowser }, async (t) => {
  const { context, faults } = await openBrowser(t, { colorScheme: 'light' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(demo.url)
  await logInAt(page)
  faults.length = 0 // Asking who is logged in is answered 401 before the login.
  await page.getByRole('link', { name: 'Messages', exact: true }).click()
  await page.getByRole('heading', { name: 'Messages', exact: true }).waitFor()
  const list = page.getByRole('list', { name: 'Messages of all chargers, newest first' })
  const event = list.getByRole('button', { name: /TransactionEvent/ }).first()
  await event.click()
  await page.getByRole('link', { name: /^Session \d+$/ }).waitFor()
  const wrong = await lookAtOpen(page, 'messages-opened')
  await page.setViewportSize(screens.phone)
  wrong.push(...(await lookAtOpen(page, 'messages-opened-phone')))
  await page.setViewportSize(screens.desktop)

  // While one is open, what is new waits.
  const fresh = page.getByRole('button', { name: /^\d+ new messages?$/ })
  await fresh.waitFor()
  await fresh.click()
  await fresh.waitFor({ state: 'hidden' })

  await list
    .getByRole('button', { name: /TransactionEvent/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Only TransactionEvent' }).click()
  await page.waitForURL(/action=TransactionEvent/)
  await list
    .getByRole('button', { name: /Heartbeat/ })
    .first()
    .waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.waitForURL(/live=off/)
  await page.getByRole('button', { name: 'Go on live' }).waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export JSON lines' }).click()
  assert.match((await download).suggestedFilename(), /^voltyard-messages-.*\.jsonl$/)
  assert.deepEqual([...wrong, ...faults], [])
})

test('messages that were kept aside are shown until somebody has seen them', { skip: noBrowser }, async (t) => {
  const { context, faults } = await openBrowser(t, { colorScheme: 'light' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await read(
    { databaseUrl },
    `insert into quarantine (tenant_id, charger_id, at, action, frame, reason)
     select tenant_id, id, server_time(), 'StopTransaction',
            '[2,"77","StopTransaction",{"transactionId":"what?","idTag":"04A1B2C39F1C"}]',
            'transactionId is no integer'
       from charger order by id limit 2`,
  )
  await page.goto(demo.url)
  await logInAt(page)
  faults.length = 0 // Asking who is logged in is answered 401 before the login.
  await page.goto(`${demo.url}/messages?live=off`)
  await page.getByRole('heading', { name: '2 messages were kept aside' }).waitFor()
  await page.getByRole('button', { name: 'Look at them' }).click()
  const wrong = await lookAtOpen(page, 'messages-kept')
  await page
    .getByRole('button', { name: /^Mark as seen: StopTransaction/ })
    .first()
    .click()
  await page.getByRole('heading', { name: '1 message was kept aside' }).waitFor()
  await page.getByRole('button', { name: /^Mark as seen: StopTransaction/ }).click()
  await page.getByRole('heading', { name: /kept aside/ }).waitFor({ state: 'hidden' })
  assert.deepEqual([...wrong, ...faults], [])
})

test('a page that another version of the console has is loaded anew by itself', { skip: noBrowser }, async (t) => {
  const { context } = await openBrowser(t)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(demo.url)
  await logInAt(page)
  // The files of the version that is open are gone, and the server has another one.
  let missing = 0
  await context.route(/assets\/audit-page/, async (route) => {
    missing += 1
    if (missing === 1) await route.fulfill({ status: 404, body: '' })
    else await route.continue()
  })
  await context.route(demo.url, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/(src="[^"]*index-)/, '$1newer-') })
  })
  await page.getByRole('link', { name: 'Audit log', exact: true }).click()
  await page.getByRole('heading', { name: 'Audit log' }).waitFor()
  assert.ok(page.url().endsWith('/audit'))
  assert.ok(missing >= 2)
})

test('without the server a page says so, and goes on by itself', { skip: noBrowser }, async (t) => {
  const { context } = await openBrowser(t)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(demo.url)
  await logInAt(page)
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  await context.setOffline(true)
  await page.getByRole('link', { name: 'Audit log', exact: true }).click()
  await page.getByText('The server does not answer').filter({ visible: true }).first().waitFor()
  await takePicture(page, 'server-down-desktop-light')
  await context.setOffline(false)
  await page.getByRole('heading', { name: 'Audit log' }).waitFor()
})

test('the whole console speaks German', { skip: noBrowser }, async (t) => {
  const { context } = await openBrowser(t, { locale: 'de-DE' })
  const page = await context.newPage()
  await page.goto(demo.url)
  await page.getByRole('button', { name: 'Anmelden' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'de')
  await logInAt(page)
  await page.getByRole('link', { name: 'Ladevorgänge' }).click()
  await page.getByRole('heading', { name: 'Ladevorgänge' }).waitFor()
  await takePicture(page, 'german/sessions-desktop-light')
  await page.getByRole('link', { name: 'Nachrichten' }).click()
  await page.getByRole('heading', { name: 'Nachrichten' }).waitFor()
  await page
    .getByRole('button', { name: /Heartbeat/ })
    .first()
    .waitFor()
  await takePicture(page, 'german/messages-desktop-light')
  await page.getByRole('link', { name: 'Fahrzeuge' }).click()
  await page.getByRole('button', { name: 'CSV importieren' }).click()
  const buffer = Buffer.from('vehicle;vin\r\nBUS-01;SHORT\r\n')
  await page.locator('input[type=file]').setInputFiles({ name: 'vehicles.csv', mimeType: 'text/csv', buffer })
  await page.getByText('Eine FIN hat 17 Buchstaben und Ziffern.').waitFor()
})

/** What axe finds wrong with what is open in the page, light and dark: only colours differ in the dark. */
async function lookAtOpen(page: Page, name: string, screen = 'desktop'): Promise<string[]> {
  const wrong: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await takePicture(page, `${name}-${screen}-${colorScheme}`)
    const found = await accessibilityFaults(page, colorScheme === 'dark' ? 'colours' : 'everything')
    for (const fault of found) wrong.push(`${name} ${screen} ${colorScheme}: ${fault}`)
  }
  return wrong
}

const plotted = new Set(['overview', 'charger', 'session'])

/** Opens a page and takes its pictures. Gives what axe finds wrong, and what does not fit. */
async function look(page: Page, name: string, url: string, shows: string | RegExp): Promise<string[]> {
  await page.setViewportSize(screens.desktop)
  await page.goto(url)
  const wrong: string[] = []
  const shown = page.getByText(shows).filter({ visible: true }).first()
  for (const screen of ['desktop', 'phone'] as const) {
    await page.setViewportSize(screens[screen])
    await shown.waitFor().catch(() => wrong.push(`${name}: shows no "${shows}" on a ${screen}`))
    // What comes a moment later: rows that are being read, and plots, whose code is loaded when one is shown.
    const pending = page.locator('.mantine-Skeleton-root').filter({ visible: true }).first()
    await pending.waitFor({ state: 'hidden' }).catch(() => wrong.push(`${name}: goes on loading`))
    if (plotted.has(name)) await page.locator('.uplot').first().waitFor()
    wrong.push(...(await lookAtOpen(page, name, screen)))
    const overflowPx = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
    if (overflowPx > 0) wrong.push(`${name}: ${overflowPx} px wider than a ${screen}`)
  }
  return wrong
}

async function logInAt(page: Page): Promise<void> {
  await page.locator('input[name=username]').fill(demo.console.user)
  await page.locator('input[name=password]').fill(demo.console.password)
  await page.keyboard.press('Enter')
  await page.locator('nav:visible').first().waitFor()
}

/** When some have left already, one charger is away and one is broken. */
function busyEvening(scenario: Scenario): Scenario {
  // They have connected by then, even on a slow machine, and it lasts longer than the tests.
  const long = { from: 'PT12M', to: 'PT30H' } as const
  return {
    ...scenario,
    clock: { ...scenario.clock, start: '20:50' },
    mishaps: [
      ...scenario.mishaps.filter(({ kind }) => kind === 'wrong-card'),
      { kind: 'offline', charger: 'BUS-05', ...long },
      { kind: 'fault', charger: 'BUS-13', evse: 1, code: 'over-temperature', ...long },
    ],
  }
}
