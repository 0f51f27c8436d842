import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { accessibilityFaults, noBrowser, openBrowser, screens, takePicture } from '../support/browser.ts'
import { logIn } from '../support/console.ts'
import { car, simulatedSite } from '../support/simulated-site.ts'
import { eventually, testAdministrator } from '../support/system.ts'

const consoleAssets = fileURLToPath(new URL('../../console/dist/', import.meta.url))

test('a site is drawn, goes live, and says of every session what it gets and why', {
  skip: noBrowser,
}, async (t) => {
  const site = await simulatedSite(t, { rate: 1, consoleAssets })
  const chargers = [await site.charger('2.0.1'), await site.charger('1.6'), await site.charger('2.0.1')]
  const { url } = site.system
  const admin = await logIn(site.system)
  const { context, faults } = await openBrowser(t, { colorScheme: 'light' })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(url)
  await page.locator('input[name=username]').fill(testAdministrator.login)
  await page.locator('input[name=password]').fill(testAdministrator.password)
  await page.keyboard.press('Enter')
  await page.locator('nav:visible').first().waitFor()
  faults.length = 0 // Asking who is logged in is answered 401 before the login.
  const dialog = page.getByRole('dialog')
  const wrong: string[] = []
  const looked = async (name: string) => wrong.push(...(await lookAt(page, `site-${name}`)))
  const ids = { site: 0, grid: 0 }
  // Each part goes on from the one before.
  let isBroken = false
  const part = (name: string, run: () => Promise<void>) =>
    t.test(name, { skip: isBroken }, async () => {
      isBroken = true
      await run()
      isBroken = false
    })

  await part('without any site the page says what to do, and a site is drawn by forms', async () => {
    await page.getByRole('link', { name: 'Sites', exact: true }).click()
    await page.getByText('No sites yet').waitFor()
    await looked('none')
    await page.getByRole('button', { name: 'Add site' }).click()
    await dialog.getByLabel('Name').fill('Depot North')
    await looked('add')
    await dialog.getByRole('button', { name: 'Add site' }).click()
    await page.getByText('No circuits yet').waitFor()
    ids.site = Number(new URL(page.url()).pathname.split('/').at(-1))
    await page.getByRole('button', { name: 'Add grid connection' }).click()
    await dialog.getByLabel('Name').fill('Main')
    await dialog.getByLabel('Fuse per phase').fill('40')
    await dialog.getByLabel('Contract capacity').fill('50')
    await looked('circuit-form')
    await dialog.getByRole('button', { name: 'Add circuit' }).click()
    await page.getByRole('heading', { name: 'Main' }).waitFor()
    await page.getByText('This site is not live.').waitFor()
  })

  await part('chargers are connected, and a meter shows its token once', async () => {
    await page.getByRole('button', { name: 'Actions for circuit Main' }).click()
    await page.getByRole('menuitem', { name: 'Connect a charger' }).click()
    await dialog.getByRole('combobox', { name: 'Charger' }).click()
    await page.getByRole('option', { name: 'CP-1' }).click()
    await dialog.getByRole('button', { name: 'Connect' }).click()
    await page.getByRole('link', { name: 'CP-1' }).waitFor()

    const { circuits } = (await admin.get(`sites/${ids.site}`)).body
    ids.grid = circuits[0].id
    const row = { name: 'Row A', parentId: ids.grid, ratedA: 32 }
    const below = (await admin.post(`sites/${ids.site}/circuits`, row)).body.id
    for (const identity of ['CP-2', 'CP-3']) {
      const { id } = (await admin.get('board')).body.chargers.find((one: any) => one.identity === identity)
      const body = { evses: [{ evse: 1, kind: 'ac', phases: 'L1L2L3', maxA: 32 }] }
      const put = await admin.call(`circuits/${below}/chargers/${id}`, { method: 'PUT', body })
      assert.equal(put.status, 204, put.text)
    }
    await page.getByRole('heading', { name: 'Row A' }).waitFor()

    await page.getByRole('button', { name: 'Actions for circuit Main' }).click()
    await page.getByRole('menuitem', { name: 'Add a meter' }).click()
    await looked('meter-form')
    await dialog.getByRole('button', { name: 'Add meter' }).click()
    const token = dialog.locator('code').nth(1)
    await token.waitFor()
    const push = { l1: 9, l2: 8, l3: 10, powerW: 6_200 }
    const bearer = { authorization: `Bearer ${await token.textContent()}`, 'content-type': 'application/json' }
    await dialog.getByRole('button', { name: 'I have stored it' }).click()
    const tell = async (l1: number) => {
      const body = JSON.stringify({ ...push, l1 })
      const told = await fetch(`${url}/meters/v1/readings`, { method: 'POST', headers: bearer, body })
      assert.equal(told.status, 200, await told.text())
    }
    for (const l1 of [9, 9.2, 9.1]) await tell(l1)
    // A silent meter would bind everything after it.
    let count = 0
    const telling = setInterval(() => void tell(9 + (count++ % 10) / 10).catch(() => undefined), 3_000)
    t.after(() => clearInterval(telling))
  })

  await part('the commissioning check names the rows that refuse it, and then the site goes live', async () => {
    await admin.patch(`circuits/${ids.grid}`, { ratedA: 15 })
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByText('The commissioning check fails.').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Go live' }).isDisabled(), true)
    await looked('check-fails')
    await admin.patch(`circuits/${ids.grid}`, { ratedA: 40 })
    await page.reload()
    await page.getByRole('button', { name: 'Go live' }).click()
    await dialog.getByRole('button', { name: 'Go live' }).click()
    await page.getByText('The engine steers this site.').waitFor()
  })

  await part('every session says what it is granted and what binds it', async () => {
    for (const [place, { charger }] of chargers.entries()) {
      charger.plug(charger.evses[0]!, car(0.2 + place * 0.2))
      await charger.tap(place === 0 ? 'CARD-1' : 'CARD-2')
    }
    await page.getByRole('tab', { name: 'Circuits' }).click()
    await page
      .getByText(/granted \d/)
      .nth(1)
      .waitFor({ timeout: 60_000 })
    await looked('circuits')
  })

  await part('a cap is tried before it is set, holds with its author, and is undone by one step', async () => {
    const cap = async (amount: string, reason: string) => {
      await page.getByRole('button', { name: 'Actions for circuit Main' }).click()
      await page.getByRole('menuitem', { name: 'Set a cap' }).click()
      await dialog.getByLabel('At most, in A per phase').fill(amount)
      await dialog.getByText(/sessions? would change/).waitFor()
      await dialog.getByLabel('Reason').fill(reason)
    }
    await cap('24', 'works on the feeder')
    await looked('cap')
    await dialog.getByRole('button', { name: 'Set cap' }).click()
    await page
      .getByText(/By an operator’s cap: 24 A/)
      .first()
      .waitFor()
    await cap('0', 'a mistake')
    await dialog.getByText('Your password is asked for').waitFor()
    await dialog.getByRole('button', { name: 'Set cap' }).click()
    const notice = page.getByRole('alert').filter({ hasText: 'Nothing may charge below Main' })
    await notice.getByText('a mistake').waitFor()
    await looked('limit-zero')
    await notice.getByRole('button', { name: 'Undo one step' }).click()
    await notice.waitFor({ state: 'detached' })
    await page
      .getByText(/By an operator’s cap: 24 A/)
      .first()
      .waitFor()
  })

  await part('vehicles, curves, rounds and alarms are shown, and a departure is set by hand', async () => {
    const hour = (hours: number) => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 + hours * 3_600_000)
    const items = [0, 1, 2, 3].map((hours) => ({
      ...{ from: hour(hours).toISOString(), to: hour(hours + 1).toISOString(), price: `0.${20 + hours * 3}` },
      ...{ sellPrice: null, currency: 'EUR' },
    }))
    const put = await admin.call(`sites/${ids.site}/prices`, { method: 'PUT', body: { items } })
    assert.equal(put.status, 204, put.text)
    await page.getByRole('tab', { name: 'Vehicles' }).click()
    // On a phone what was told of caps would lie over the form.
    const told = '.mantine-Notification-closeButton'
    await page.evaluate(`document.querySelectorAll('${told}').forEach((one) => one.click())`)
    await eventually(
      () => page.locator(told).count(),
      (count) => count === 0,
    )
    await page.getByRole('button', { name: 'Set departure', exact: true }).click()
    await dialog.getByLabel('Where').selectOption({ index: 0 })
    await dialog.getByLabel('Leaves').fill(hour(26).toISOString().slice(0, 16))
    await dialog.getByLabel('Target').fill('90')
    await looked('departure')
    await dialog.getByRole('button', { name: 'Set', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await eventually(
      async () => (await admin.get(`sites/${ids.site}/plan`)).body.vehicles,
      (vehicles) => vehicles.some(({ assumed }: any) => !assumed.includes('departure')),
      60_000,
    )
    await page.getByRole('row').filter({ hasText: 'CP-1' }).waitFor()
    await looked('vehicles')
    await page.getByRole('tab', { name: 'Limits' }).click()
    await page.getByRole('heading', { name: 'Planning systems' }).waitFor()
    await page.getByText('works on the feeder').first().waitFor()
    await looked('limits')
    await page.getByRole('tab', { name: 'Curves' }).click()
    await page.getByRole('figure', { name: 'Power of the site' }).waitFor()
    await looked('curves')
    await page.getByRole('tab', { name: 'Rounds' }).click()
    const round = page.getByRole('button', { name: /[1-9] grants?/ }).first()
    await round.click()
    await page.getByRole('link', { name: 'Download JSON' }).waitFor()
    await page.getByRole('columnheader', { name: 'Why' }).waitFor()
    await looked('rounds')
    await page.getByRole('tab', { name: /^Alarms/ }).click()
    await page.getByRole('heading', { name: 'Open alarms' }).waitFor()
    await looked('alarms')
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByLabel('Usual stay').waitFor()
    await looked('settings')
  })

  await part('flexibility is reckoned, ordered and cancelled, and its delivery is drawn', async () => {
    await page.getByRole('tab', { name: 'Flexibility' }).click()
    await page.getByText('Nothing was ordered yet.').waitFor()
    await page.getByRole('button', { name: 'Reckon it' }).click()
    await page.getByRole('figure', { name: 'Energy into vehicles' }).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Order an activation' }).click()
    await dialog.getByRole('button', { name: 'Activate' }).click()
    await dialog.getByText('This ends after it begins').waitFor()
    await dialog.getByLabel(/^To/).fill(new Date(Date.now() + 30 * 60_000).toISOString().slice(0, 16))
    await dialog.getByLabel('At most').fill('9,5')
    await dialog.getByLabel('Ordered by').fill('vpp-north')
    await looked('activation-form')
    await dialog.getByRole('button', { name: 'Activate' }).click()
    await page.getByText('ordered by vpp-north').waitFor()
    await page.getByText('Running').waitFor({ timeout: 60_000 })
    if (!(await page.getByRole('button', { name: 'Hide delivery' }).isVisible())) {
      await page.getByRole('button', { name: 'Show delivery' }).click()
    }
    await page.getByRole('figure', { name: 'Delivery' }).waitFor({ timeout: 60_000 })
    await looked('flexibility')
    await page.getByRole('button', { name: 'Cancel activation' }).click()
    await dialog.getByRole('button', { name: 'Cancel activation' }).click()
    await page.getByText('Cancelled', { exact: true }).waitFor()
  })

  await part('the session’s own page says why, and the list of sites what needs a look', async () => {
    await page.goto(`${url}/sites`)
    await page.getByRole('link', { name: 'Depot North' }).waitFor()
    await looked('list')
    await page.goto(`${url}/sessions`)
    await page.getByRole('row').filter({ hasText: 'CARD-1' }).getByRole('link').first().click()
    await page.getByText('Load management grants').waitFor()
    await looked('session')
    await page.getByRole('link', { name: 'Depot North' }).click()
    await page.getByRole('tab', { name: 'Vehicles', selected: true }).waitFor()
  })

  assert.deepEqual([...wrong, ...faults], [])
})

/** Pictures of the page on a light desktop and a dark phone; what axe finds, and what does not fit. */
async function lookAt(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = []
  for (const [screen, colorScheme] of [
    ['desktop', 'light'],
    ['phone', 'dark'],
  ] as const) {
    await page.setViewportSize(screens[screen])
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await takePicture(page, `${name}-${screen}-${colorScheme}`)
    for (const fault of await accessibilityFaults(page)) wrong.push(`${name} ${screen}: ${fault}`)
    const overflowPx = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
    if (overflowPx > 0) wrong.push(`${name}: ${overflowPx} px wider than the screen`)
  }
  await page.setViewportSize(screens.desktop)
  return wrong
}
