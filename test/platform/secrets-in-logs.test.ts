import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '#server/log.ts'
import { askDatabase } from '#test/support/depot-api.ts'
import { chargePoints, idTags, openPlatform } from '#test/support/platform-api.ts'
import { startSystem } from '#test/support/system.ts'

const canaries = {
  password: 'canary-password-of-a-charger',
  'second password': 'canary-second-password',
  card: 'CANARYCARD1',
  'card in a query': 'CANARYCARD2',
  pin: '7351973519',
}

test('S27: neither the log nor the audit trail nor an answer tells what the platform API was told in secret', async (t) => {
  const lines: string[] = []
  const log = createLog({ level: 'trace' }, { write: (line) => void lines.push(line) })
  const system = await startSystem(t, { log })
  const platform = await openPlatform(system)
  const { password, pin, card } = canaries
  const point = await platform.addChargePoint('CP-1', { voltyard: { password }, pin })
  const answers = [
    await platform.get(`${chargePoints}/${point.id}`),
    await platform.patch(`${chargePoints}/${point.id}`, { network: { password: canaries['second password'] } }),
    await platform.patch(`${chargePoints}/${point.id}`, { voltyard: { password: `${password}\n` } }),
    await platform.get(chargePoints),
  ]
  for (const { text } of answers) assert.ok(!text.includes('canary'), text)
  await platform.post(idTags, { idTagUid: card, type: 'rfid', status: 'enabled' })
  await platform.get(`${idTags}?filter[idTagUid]=${canaries['card in a query']}`)
  await system.stop()

  assert.ok(lines.some((line) => JSON.parse(line).msg === 'request answered'))
  for (const [what, value] of [...Object.entries(canaries), ['token', platform.token] as const]) {
    const found = lines.find((line) => line.includes(value))
    assert.equal(found, undefined, what)
  }
  const audited = JSON.stringify(await askDatabase(system.databaseUrl, 'select body from audit_entry'))
  for (const value of [password, canaries['second password'], pin, platform.token]) assert.ok(!audited.includes(value))
})
