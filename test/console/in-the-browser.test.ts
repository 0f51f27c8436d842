import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { noBrowser, openBrowser } from '../support/browser.ts'
import { logIn } from '../support/console.ts'
import { car, simulatedSite } from '../support/simulated-site.ts'
import { eventually, testAdministrator } from '../support/system.ts'

const consoleAssets = fileURLToPath(new URL('../../console/dist/', import.meta.url))

test('a session is watched from its start, stopped, found and read, over a restart of the server', {
  skip: noBrowser,
}, async (t) => {
  const { site, charger, page, faults } = await depotInBrowser(t)
  await logInAt(page, site.system.url, testAdministrator)

  await t.test('it starts live, without anybody touching the page', async () => {
    await page.getByRole('link', { name: 'Chargers', exact: true }).click()
    await page.getByText('CP-1').filter({ visible: true }).first().click()
    await page.getByRole('heading', { name: 'CP-1' }).waitFor()
    await page.getByText('Available').filter({ visible: true }).first().waitFor()

    charger.charger.plug(charger.charger.evses[0]!, car(0.3))
    await charger.charger.tap('CARD-1')
    await page.getByText('Charging', { exact: true }).filter({ visible: true }).first().waitFor()
    await page.getByText('11.0 kW').filter({ visible: true }).first().waitFor()
  })

  await t.test('it is stopped from here, and the outcome comes by itself', async () => {
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop charging' }).click()
    await page.getByText('Accepted').filter({ visible: true }).first().waitFor()
    await page.getByText('Finishing').filter({ visible: true }).first().waitFor()
    await eventually(
      () => site.records(1),
      (records) => records.length === 1,
    )
  })

  await t.test('it is in the list, with its card', async () => {
    await page.getByRole('link', { name: 'Sessions', exact: true }).click()
    await page.getByText('CARD-1').filter({ visible: true }).first().waitFor()
    const [record] = await site.records(1)
    const stopped = site.frames.calls('CP-1', 'StopTransaction').at(-1)!.payload
    const started = site.frames.calls('CP-1', 'StartTransaction').at(-1)!.payload
    assert.equal(record.EnergyDelivered, stopped.meterStop - started.meterStart)
    await page.getByRole('row').filter({ hasText: 'CARD-1' }).getByRole('link').first().click()
  })

  await t.test('its conversation can be read word for word', async () => {
    await page
      .getByText(/stopped/i)
      .first()
      .waitFor()
    for (const action of ['Authorize', 'StartTransaction', 'StopTransaction', 'RemoteStopTransaction']) {
      await page.getByText(action, { exact: true }).filter({ visible: true }).first().waitFor()
    }
    await page.getByText('StartTransaction', { exact: true }).filter({ visible: true }).first().click()
    await page.getByText('"meterStart"').filter({ visible: true }).first().waitFor()
  })

  await t.test('the server restarts, and the page goes on without a reload', async () => {
    await page.getByRole('link', { name: 'Chargers', exact: true }).click()
    await page.getByText('CP-1').filter({ visible: true }).first().click()
    await page.evaluate(() => {
      ;(globalThis as { sameDocument?: boolean }).sameDocument = true
    })
    faults.length = 0
    await site.system.restart()
    charger.charger.unplug(charger.charger.evses[0]!)
    await page.getByText('Available').filter({ visible: true }).first().waitFor()
    charger.charger.plug(charger.charger.evses[0]!, car(0.3))
    await charger.charger.tap('CARD-2')
    await page.getByText('Charging', { exact: true }).filter({ visible: true }).first().waitFor()
    await page.getByText('CARD-2').filter({ visible: true }).first().waitFor()
    await page.getByText('Live', { exact: true }).filter({ visible: true }).first().waitFor()
    assert.equal(await page.evaluate(() => (globalThis as { sameDocument?: boolean }).sameDocument), true)
  })

  site.frames.assertClean()
})

test('a viewer sees everything and can do nothing', { skip: noBrowser }, async (t) => {
  const { site, page } = await depotInBrowser(t)
  const viewer = await logIn(site.system, { role: 'viewer', login: 'visitor' })
  await logInAt(page, site.system.url, viewer)
  await page.getByRole('link', { name: 'Chargers', exact: true }).click()
  await page.getByText('CP-1').filter({ visible: true }).first().click()
  await page.getByText('Available').filter({ visible: true }).first().waitFor()

  for (const name of ['Start', 'Stop', 'Unlock plug', 'Actions']) {
    assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name)
  }
  for (const name of ['API clients', 'Accounts', 'Audit log']) {
    assert.equal(await page.getByRole('link', { name, exact: true }).count(), 0, name)
  }
  const statuses = await page.evaluate(async () => {
    const me = (await (await fetch('/console-api/me')).json()) as { csrfToken: string }
    const headers = { 'x-csrf-token': me.csrfToken, 'content-type': 'application/json' }
    const ask = (path: string, body: object) =>
      fetch(`/console-api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }).then(
        ({ status }) => status,
      )
    return [
      await ask('chargers/1/commands', { kind: 'reset', mode: 'hard' }),
      await ask('chargers/1/commands', { kind: 'stop', sessionId: null, evse: 1 }),
      await ask('cards', { uid: 'CARD-9' }),
      await ask('accounts', { login: 'me-too', name: 'Me', role: 'administrator' }),
    ]
  })
  assert.deepEqual(statuses, [403, 403, 403, 403])
  const administrator = await logIn(site.system)
  const { body } = await administrator.get('audit?q=forbidden')
  assert.equal(body.items.filter(({ actor }: { actor: string }) => actor === 'person:visitor').length, 4)
  assert.equal(
    site.frames.seen.some(({ action }) => action === 'Reset'),
    false,
  )
})

test('an operator is not offered what only administrators may do', { skip: noBrowser }, async (t) => {
  const { site, page } = await depotInBrowser(t)
  await logInAt(page, site.system.url, await logIn(site.system, { role: 'operator', login: 'shift' }))
  await page.getByRole('link', { name: 'Chargers', exact: true }).click()
  await page.getByText('CP-1').filter({ visible: true }).first().click()
  await page.getByRole('button', { name: 'Actions', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Block' }).waitFor()
  for (const name of ['New password', 'Remove']) {
    assert.equal(await page.getByRole('menuitem', { name }).count(), 0, name)
  }
})

async function depotInBrowser(t: TestContext) {
  const site = await simulatedSite(t, { rate: 1, consoleAssets })
  const charger = await site.charger('1.6', { settings: { sampleIntervalSeconds: 1 } })
  const { context, faults } = await openBrowser(t)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  return { site, charger, page, faults }
}

/** As a person would, from the first page. */
async function logInAt(page: Page, url: string, { login, password }: { login: string; password: string }) {
  await page.goto(url)
  await page.getByLabel('Login').fill(login)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
}
