import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import i18next, { type TFunction } from 'i18next'
import type { SessionRow } from '../../../../api/console/wire/sessions.ts'
import { setFormatLanguage } from '../../format/format.ts'
import { texts as german } from '../../i18n/de.ts'
import { texts as english } from '../../i18n/en.ts'
import { type HeadlineFacts, headlineOf } from './headline.ts'

before(() => i18next.init({ lng: 'en', resources: { en: english, de: german }, interpolation: { escapeValue: false } }))

const now = Date.parse('2027-01-31T13:00:00Z')
const row: SessionRow = {
  id: 7,
  recordNo: 12,
  state: 'finished',
  charger: { id: 1, identity: 'CP-0007', name: 'BUS-07' },
  evse: 1,
  connector: 1,
  card: '04A2',
  vehicle: null,
  startedAt: '2027-01-31T08:00:00.000Z',
  endedAt: '2027-01-31T11:12:00.000Z',
  energyWh: '142600.000',
  powerW: null,
  initialSoc: null,
  soc: null,
  endReason: 'EVDisconnected',
  flags: [],
}
const ended: HeadlineFacts['ending'] = { by: 'vehicle', reason: 'EVDisconnected' }

async function headline(language: 'en' | 'de', facts: Partial<HeadlineFacts> & { row?: SessionRow }): Promise<string> {
  await i18next.changeLanguage(language)
  setFormatLanguage(language)
  const t = i18next.getFixedT(language, 'session') as TFunction<'session'>
  return headlineOf(t, { row, ending: ended, energyMethod: 'registers', ...facts }, now)
}

test('a finished session is told in one sentence: how much, how long, where and why it ended', async () => {
  assert.equal(
    await headline('en', {}),
    'Charged 142.6 kWh in 3 h 12 min at BUS-07, EVSE 1, and ended because the vehicle was unplugged.',
  )
  assert.equal(
    await headline('de', {}),
    '142,6 kWh in 3 h 12 min an BUS-07, EVSE 1 geladen; beendet, weil das Fahrzeug ausgesteckt wurde.',
  )
})

test('a charger without a name is told by its identity, a session without an EVSE by the charger alone', async () => {
  const nameless = { ...row, evse: null, charger: { ...row.charger, name: null } }
  assert.match(await headline('en', { row: nameless }), / at CP-0007, and ended /)
})

test('a session that runs is told with what it has so far, by the clock of the server', async () => {
  const open = {
    ...row,
    state: 'active' as const,
    startedAt: '2027-01-31T12:26:00.000Z',
    endedAt: null,
    energyWh: '12400',
  }
  assert.equal(
    await headline('en', { row: open, ending: null }),
    'Charging at BUS-07, EVSE 1 for 34 min: 12.40 kWh so far.',
  )
})

test('a reason that nobody knows is told in the words of the charger', async () => {
  const sentence = await headline('en', { ending: { by: 'unknown', reason: 'XYZ-17.{{t}}' } })
  assert.match(sentence, /, and ended with the reason “XYZ-17\./)
})

test('a session without energy, and one whose energy is not known, are never told as if they had charged', async () => {
  const nothing = { ...row, energyWh: '0.000' }
  assert.match(await headline('en', { row: nothing }), /^Delivered no energy at BUS-07/)
  const doubtful = { ...nothing, flags: ['implausible-hold'] }
  assert.match(await headline('en', { row: doubtful, energyMethod: 'none' }), /how much is not known/)
})

test('a session that ends before it starts is told without a duration', async () => {
  const backwards = { ...row, endedAt: '2027-01-31T07:00:00.000Z' }
  assert.equal(
    await headline('en', { row: backwards }),
    'Charged 142.6 kWh at BUS-07, EVSE 1, and ended because the vehicle was unplugged.',
  )
})

test('a session that failed, expired or was only announced has a sentence of its own', async () => {
  const told = async (state: SessionRow['state']) => headline('en', { row: { ...row, state }, ending: null })
  assert.match(await told('pending'), /^Waiting to begin/)
  assert.match(await told('failed'), /^Did not come to charge/)
  assert.match(await told('expired'), /never began\.$/)
  assert.match(await told('unknown'), /is not known\.$/)
})
