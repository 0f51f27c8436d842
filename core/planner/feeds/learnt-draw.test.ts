import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsFor } from '../charging-time.ts'
import {
  capacityShown,
  drawOfSession,
  limitsOf,
  type SeenDraw,
  type SessionDraw,
  taperOf,
  withSession,
} from './learnt-draw.ts'

/** A battery that takes 60 kW until its rate falls by 3 kW per percent, to nothing at 105 %. */
const rateAt = (soc: number) => Math.min(60_000, 3_000 * (105 - soc))

function charged(fromSoc: number, toSoc: number, grantW: number): SeenDraw[] {
  return Array.from({ length: toSoc - fromSoc + 1 }, (_, at) => {
    const soc = fromSoc + at
    const powerW = Math.min(grantW, rateAt(soc))
    return { socPercent: soc, powerW, isFree: powerW < 0.9 * grantW }
  })
}

test('what a vehicle takes by itself is learnt from where its grant did not bind', () => {
  const shown = drawOfSession(1, charged(20, 99, 150_000))!
  assert.equal(shown.mostW, 60_000)
  assert.ok(Math.abs(shown.perPercentW! - 3_000) < 1)
})

test('below a lower grant only the fall near the top is seen, and no maximum', () => {
  const shown = drawOfSession(1, charged(20, 99, 40_000))!
  assert.equal(shown.mostW, null)
  assert.equal(shown.seenW, 40_000)
  assert.ok(Math.abs(shown.perPercentW! - 3_000) < 1)
})

test('a session whose grant always bound, or of which little was seen, teaches nothing of its vehicle', () => {
  const bound = drawOfSession(1, charged(20, 80, 11_000))!
  assert.deepEqual([bound.mostW, bound.perPercentW], [null, null])
  assert.equal(drawOfSession(1, charged(20, 23, 150_000)), null)
  const withoutSoc = charged(20, 99, 150_000).map((one) => ({ ...one, socPercent: null }))
  assert.equal(drawOfSession(1, withoutSoc)!.perPercentW, null)
})

test('one reading that is wrong, and pauses, change nothing', () => {
  const seen = [
    ...charged(20, 99, 150_000),
    { socPercent: 50, powerW: 600_000, isFree: false },
    ...charged(60, 70, 150_000).map((one) => ({ ...one, powerW: 0 })),
  ]
  const shown = drawOfSession(1, seen)!
  assert.equal(shown.mostW, 60_000)
  assert.ok(Math.abs(shown.perPercentW! - 3_000) < 1)
})

test('a maximum is believed after two sessions, is raised by whatever is seen, and odd sessions do not move the fall', () => {
  const session = (sessionId: number, over: Partial<SessionDraw>): SessionDraw => ({
    ...{ sessionId, mostW: 60_000, seenW: 60_000, perPercentW: 3_000 },
    ...over,
  })
  assert.equal(limitsOf({ sessions: [session(1, {})] }).mostW, null)
  assert.deepEqual(limitsOf({ sessions: [session(1, {}), session(2, { perPercentW: 2_000 }), session(3, {})] }), {
    mostW: 60_000,
    perPercentW: 3_000,
  })
  const cold = session(2, { mostW: 30_000, seenW: 30_000, perPercentW: null })
  assert.equal(limitsOf({ sessions: [cold, session(1, {})] }).mostW, 60_000)
  assert.equal(limitsOf({ sessions: [session(1, {}), cold, session(3, { mostW: null, seenW: 75_000 })] }).mostW, 75_000)
  assert.deepEqual(limitsOf({ sessions: [] }), { mostW: null, perPercentW: null })
})

test('the last twenty sessions count, each once', () => {
  const draw = (sessionId: number) => ({ sessionId, mostW: null, seenW: sessionId, perPercentW: null })
  const sessions = Array.from({ length: 25 }, (_, at) => draw(at)).reduce<SessionDraw[]>(withSession, [])
  assert.deepEqual([sessions.length, sessions[0]!.sessionId, sessions.at(-1)!.sessionId], [20, 5, 24])
  assert.equal(withSession(sessions, { ...draw(10), seenW: 1 }).length, 20)
})

test('a plan with the taper takes as long to full as the battery does, and gets there', () => {
  const capacityWh = 80_000
  const taper = taperOf({ mostW: 60_000, perPercentW: 3_000 }, capacityWh, 40)!
  let hours = 0
  for (let soc = 40; soc < 100; soc += 0.01) hours += (capacityWh * 0.0001) / rateAt(soc)
  const planned = secondsFor({ fullW: 60_000, taper }, 0.6 * capacityWh) / 3600
  assert.ok(Math.abs(planned - hours) < 0.01 * hours, `${planned} for ${hours}`)
  assert.equal(taperOf({ mostW: 60_000, perPercentW: null }, capacityWh, 40), null)
})

test('the size of a battery shows once its charge has risen by a tenth', () => {
  assert.equal(capacityShown({ energyWh: 16_000, initialSoc: 40, socPercent: 60 }), 80_000)
  assert.equal(capacityShown({ energyWh: 4_000, initialSoc: 40, socPercent: 45 }), null)
  assert.equal(capacityShown({ energyWh: 4_000, initialSoc: null, socPercent: 45 }), null)
})
