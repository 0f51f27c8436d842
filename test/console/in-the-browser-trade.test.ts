import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { accessibilityFaults, noBrowser, openBrowser, screens, takePicture } from '../support/browser.ts'
import { car, simulatedSite } from '../support/simulated-site.ts'
import { testAdministrator } from '../support/system.ts'

const consoleAssets = fileURLToPath(new URL('../../console/dist/', import.meta.url))

test('a tariff is added with a night price, applied everywhere, counted for a session, and taken out of use', {
  skip: noBrowser,
}, async (t) => {
  const { page, url, faults, charger } = await siteInBrowser(t)
  await page.goto(`${url}/tariffs`)
  await page.getByText('No tariffs yet').waitFor()
  await page.getByRole('button', { name: 'Add tariff' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Day and night')
  await dialog.getByLabel('Tax').fill('19')
  const energy = dialog.getByRole('group', { name: 'Energy' })
  await energy.getByLabel('Price per kWh').fill('0,45')
  await energy.getByRole('button', { name: 'Another price at certain times' }).click()
  const night = energy.getByRole('group', { name: 'Price 1 for certain times' })
  await night.getByLabel('Price per kWh').fill('0.29')
  await dialog.getByRole('button', { name: 'Add tariff' }).click()
  await dialog.getByText('Say when the other price holds').waitFor()
  await night.getByLabel('From, time of day').fill('22:00')
  await night.getByLabel('Until', { exact: true }).first().fill('06:00')
  const wrong = await lookAt(page, 'tariff-dialog')
  await dialog.getByRole('button', { name: 'Add tariff' }).click()
  await page.getByText('€0.29 per kWh').waitFor()
  await page.getByText('22:00 to 06:00').waitFor()

  await page.getByRole('button', { name: 'Apply somewhere' }).click()
  await dialog.getByLabel('at one EVSE of a charger').check()
  wrong.push(...(await lookAt(page, 'tariff-assign')))
  await dialog.getByLabel('everywhere').check()
  await dialog.getByLabel('Most energy, kWh').fill('40')
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click()
  await page.getByText('Everywhere', { exact: true }).waitFor()
  await page.getByText('At most 40.00 kWh').waitFor()
  wrong.push(...(await lookAt(page, 'tariffs-full')))

  charger.charger.plug(charger.charger.evses[0]!, car(0.3))
  await charger.charger.tap('CARD-1')
  await page.getByRole('link', { name: 'Sessions', exact: true }).click()
  await page.getByRole('row').filter({ hasText: 'CARD-1' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Cost' }).waitFor()
  await page.getByRole('region', { name: 'Cost' }).getByText('So far').waitFor()
  wrong.push(...(await lookAt(page, 'session-cost')))
  await page.getByRole('link', { name: 'Day and night' }).click()

  await page.getByRole('button', { name: 'Actions for tariff Day and night' }).click()
  await page.getByRole('menuitem', { name: 'Take out of use' }).click()
  await dialog.getByRole('button', { name: 'Take out of use' }).click()
  await page.getByText('No tariff applies anywhere yet').waitFor()
  assert.deepEqual([...wrong, ...faults], [])
})

test('firmware is registered with its checksum, and a roll-out says whom it would take before it begins', {
  skip: noBrowser,
}, async (t) => {
  const { page, url, faults } = await siteInBrowser(t)
  await page.goto(`${url}/firmware`)
  await page.getByRole('button', { name: 'Register firmware' }).click()
  const dialog = page.getByRole('dialog')
  const content = Buffer.alloc(300_000, 'firmware ')
  await dialog
    .locator('input[type=file]')
    .or(page.locator('input[type=file]'))
    .first()
    .setInputFiles({ name: 'charger-2.0.bin', mimeType: 'application/octet-stream', buffer: content })
  await dialog.getByLabel('Version').fill('2.0')
  await dialog.getByLabel('SHA-256 checksum').fill('0'.repeat(64))
  const wrong = await lookAt(page, 'firmware-dialog')
  await dialog.getByRole('button', { name: 'Register firmware' }).click()
  await page.getByText('The file has another hash than was told').filter({ visible: true }).first().waitFor()
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', content)).toString('hex')
  await dialog.getByLabel('SHA-256 checksum').fill(hash)
  await dialog.getByRole('button', { name: 'Register firmware' }).click()
  await page.getByRole('heading', { name: '2.0' }).waitFor()

  await page.getByRole('button', { name: 'Roll out', exact: true }).click()
  await dialog.getByLabel('Name of the roll-out').fill('Spring')
  await dialog.getByText(/1 charger, in 1 wave/).waitFor()
  wrong.push(...(await lookAt(page, 'firmware-roll-out')))
  await dialog.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('heading', { name: 'Spring' }).waitFor()
  await page.getByRole('heading', { name: 'Wave 1: 1 charger' }).waitFor()
  wrong.push(...(await lookAt(page, 'firmware-campaign')))
  await page.goto(`${url}/firmware`)
  await page.getByRole('link', { name: 'Spring' }).waitFor()
  wrong.push(...(await lookAt(page, 'firmware-full')))
  await page.goto(`${url}/chargers/1?tab=about`)
  await page.getByText('It has not sent a log').waitFor()
  await page.getByRole('button', { name: 'Install firmware' }).click()
  await dialog.getByText(/^It has/).waitFor()
  wrong.push(...(await lookAt(page, 'charger-install-firmware')))
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Ask for a log' }).click()
  wrong.push(...(await lookAt(page, 'charger-ask-log')))
  await dialog.getByRole('button', { name: 'Ask for a log' }).click()
  await page.getByText('The charger is asked for its log').filter({ visible: true }).first().waitFor()
  const own = faults.filter((fault) => !/status of 400/.test(fault)) // The wrong checksum.
  assert.deepEqual([...wrong, ...own], [])
})

test('an EVSE is reserved for a card, seen at the charger, and given up', { skip: noBrowser }, async (t) => {
  const { page, url, faults } = await siteInBrowser(t)
  await page.goto(`${url}/reservations`)
  await page.getByText('Nothing is reserved').waitFor()
  await page.getByRole('button', { name: 'Reserve' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Charger' }).click()
  await page.getByRole('option', { name: 'CP-1' }).click()
  await dialog.getByLabel('EVSE').selectOption('1')
  await dialog.getByRole('combobox', { name: 'Card' }).fill('CARD-1')
  await page.keyboard.press('Escape')
  const wrong = await lookAt(page, 'reservation-dialog')
  await dialog.getByRole('button', { name: 'Reserve' }).click()
  await page.getByRole('link', { name: 'CARD-1' }).waitFor()
  wrong.push(...(await lookAt(page, 'reservations-full')))
  await page.getByRole('link', { name: 'CP-1' }).click()
  await page.getByRole('tab', { name: 'Access' }).click()
  await page.getByRole('heading', { name: 'Cards kept in the charger' }).waitFor()
  wrong.push(...(await lookAt(page, 'charger-access')))
  await page.getByRole('tab', { name: 'Security' }).click()
  await page.getByRole('heading', { name: 'Certificates in the charger' }).waitFor()
  await page.getByRole('button', { name: 'Raise the profile' }).click()
  await dialog.getByLabel('New profile').waitFor()
  wrong.push(...(await lookAt(page, 'charger-raise-profile')))
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Install root' }).click()
  await dialog.getByLabel('Another one').check()
  wrong.push(...(await lookAt(page, 'charger-install-root')))
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.getByRole('button', { name: 'Discard' }).click()
  assert.deepEqual([...wrong, ...faults], [])
})

test('what a program may call is a package, and then less of it', { skip: noBrowser }, async (t) => {
  const { page, url, faults } = await siteInBrowser(t)
  await page.goto(`${url}/clients`)
  await page.getByRole('button', { name: 'Add API client' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Dispatch')
  await dialog.getByRole('button', { name: 'Add API client' }).click()
  await page.getByText('Client secret').waitFor()
  await dialog.getByRole('button', { name: 'I have stored it' }).click()

  await page.getByRole('button', { name: 'Actions for Dispatch' }).click()
  await page.getByRole('menuitem', { name: 'What it may call' }).click()
  await dialog.getByLabel('Advanced').check()
  await dialog.getByLabel('reserve chargers').uncheck()
  const wrong = await lookAt(page, 'client-grants')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved what Dispatch may call').first().waitFor()
  const row = page.getByRole('listitem').filter({ hasText: 'Dispatch' })
  await row.getByText('send commands').waitFor()
  assert.equal(await row.getByText('reserve chargers').count(), 0)
  assert.deepEqual([...wrong, ...faults], [])
})

test('a charger is limited, and its profiles say so', { skip: noBrowser }, async (t) => {
  const { page, url, faults } = await siteInBrowser(t)
  await page.goto(`${url}/chargers`)
  await page.getByText('CP-1').filter({ visible: true }).first().click()
  await page.getByRole('tab', { name: 'Limits' }).click()
  await page.getByText('Nothing limits this charger').waitFor()
  await page.getByRole('button', { name: 'Set a limit' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('At most, in A per phase').fill('0')
  await dialog.getByText('A limit of 0 pauses charging').waitFor()
  const wrong = await lookAt(page, 'charger-limit-dialog')
  await dialog.getByLabel('At most, in A per phase').fill('16')
  await dialog.getByLabel('For how many minutes').fill('90')
  await dialog.getByRole('button', { name: 'Set', exact: true }).click()
  await page.getByText('In force').waitFor()
  wrong.push(...(await lookAt(page, 'charger-limits-full')))
  await page.getByRole('button', { name: 'Lift the limits' }).click()
  await dialog.getByRole('button', { name: 'Lift the limits' }).click()
  await page.getByText('Nothing limits this charger').waitFor()
  assert.deepEqual([...wrong, ...faults], [])
})

async function siteInBrowser(t: TestContext) {
  const site = await simulatedSite(t, { rate: 1, consoleAssets })
  const charger = await site.charger('2.0.1', { settings: { sampleIntervalSeconds: 1 } })
  const { context, faults } = await openBrowser(t, { colorScheme: 'light' })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const { url } = site.system
  await page.goto(url)
  await page.locator('input[name=username]').fill(testAdministrator.login)
  await page.locator('input[name=password]').fill(testAdministrator.password)
  await page.keyboard.press('Enter')
  await page.locator('nav:visible').first().waitFor()
  faults.length = 0 // Asking who is logged in is answered 401 before the login.
  return { page, url, faults, charger }
}

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
