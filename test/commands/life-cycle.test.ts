import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { askCharger } from '#core/commands/ask-charger.ts'
import { cancelCommand } from '#core/commands/cancel-command.ts'
import type { Command } from '#core/commands/command.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { connectRawCharger, type RawCharger } from '../support/raw-charger.ts'
import { type System, startSystem } from '../support/system.ts'

/** What happens to a charger's commands, in any order. */
type Step =
  | { do: 'connect' }
  | { do: 'disconnect' }
  /** How the charger treats the calls that it gets from now on. */
  | { do: 'treat'; as: Treatment }
  /** Somebody asks, and waits for the outcome only if the charger is there. */
  | { do: 'ask'; seconds: number }
  /** The server asks by itself: kept for a charger that is away. */
  | { do: 'own'; seconds: number }
  | { do: 'cancel'; which: number }
  | { do: 'wait'; ms: number }

type Treatment = 'accept' | 'reject' | 'error' | 'silence' | 'leave'

const treatments: Treatment[] = ['accept', 'reject', 'error', 'silence', 'leave']

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'connect' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'disconnect' }) },
  { weight: 3, arbitrary: fc.constantFrom(...treatments).map((as): Step => ({ do: 'treat', as })) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }).map((seconds): Step => ({ do: 'ask', seconds })) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }).map((seconds): Step => ({ do: 'own', seconds })) },
  { weight: 2, arbitrary: fc.nat({ max: 20 }).map((which): Step => ({ do: 'cancel', which })) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 400 }).map((ms): Step => ({ do: 'wait', ms })) },
)

/** A number in each call tells which command it was: the message that is triggered for connector n. */
test('every command ends in the state that fits what happened to it, and is sent at most once', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], evses: 60 })
  const seed = Number(process.env.COMMAND_SEED ?? Math.floor(Math.random() * 1e9))
  t.diagnostic(`COMMAND_SEED=${seed}`)
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 8, maxLength: 22 }), (script) => play(system, script)),
    { numRuns: 6, seed, endOnFailure: true },
  )
})

async function play(system: System, script: Step[]): Promise<void> {
  const { storage } = system.server
  const ctx = storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'test' }, door: 'console' })
  const charger = (await ctx.chargers.find('CP-1'))!
  const site = new Site(system)
  const made: Command[] = []
  for (const step of script) {
    switch (step.do) {
      case 'connect':
        await site.connect()
        break
      case 'disconnect':
        await site.disconnect()
        break
      case 'treat':
        site.treatment = step.as
        break
      case 'ask':
        made.push(await sendCommand(ctx, 'CP-1', unlock(made.length), { deadlineSeconds: step.seconds, wait: false }))
        break
      case 'own':
        made.push(await askCharger(ctx, charger, unlock(made.length), { withinSeconds: step.seconds }))
        break
      case 'cancel': {
        const command = made[step.which]
        if (command) await cancelCommand(ctx, command.id).catch((error) => assert.ok(error instanceof Problem, error))
        break
      }
      case 'wait':
        await pause(step.ms)
    }
  }
  const ended = await endOf(ctx, made)
  for (const [place, command] of ended.entries()) check(command, site.treated.get(place + 1) ?? [])
  assert.ok(site.mostUnanswered <= 1, 'F-06: one unanswered call at a time')
  await site.disconnect()
}

/** Each command names another connector, so that the charger's side knows which one it has got. */
function unlock(place: number) {
  return { kind: 'unlock', connector: place + 1 } as const
}

async function endOf(ctx: Context, made: Command[]): Promise<Command[]> {
  const finalBy = Math.max(0, ...made.map(({ deadlineAt }) => deadlineAt.epochMilliseconds)) + 90_000
  for (;;) {
    const now = await Promise.all(made.map(async ({ id }) => (await ctx.commands.find(id))!))
    if (now.every(({ state }) => state !== 'queued' && state !== 'sent')) return now
    if (Date.now() > finalBy) assert.fail(`some never ended: ${now.map(({ state }) => state)}`)
    await pause(50)
  }
}

function check(command: Command, treated: Treatment[]): void {
  const { state, error, response } = command
  const told = `${state} after ${treated.join(', ') || 'nothing'}`
  assert.ok(treated.length <= 1, `sent at most once: ${told}`)
  assert.notEqual(command.endedAt, null)
  switch (treated[0]) {
    case undefined:
      // A socket that closes as it is written to may have taken the call along.
      assert.ok(['expired', 'cancelled', 'offline', 'timed_out'].includes(state), told)
      assert.equal(response, null)
      break
    case 'accept':
      assert.equal(state, 'accepted', told)
      assert.deepEqual(response, { status: 'Unlocked' })
      break
    case 'reject':
      assert.equal(state, 'refused', told)
      assert.deepEqual(response, { status: 'UnlockFailed' })
      break
    case 'error':
      assert.equal(state, 'refused', told)
      assert.equal(error?.code, 'InternalError')
      break
    default:
      assert.equal(state, 'timed_out', told)
      assert.equal(error?.code, 'Timeout')
  }
}

/** The charger's side: it connects, leaves, and treats calls as it is told. */
class Site {
  treatment: Treatment = 'accept'
  /** By connector: how its calls were treated. */
  readonly treated = new Map<number, Treatment[]>()
  mostUnanswered = 0
  #unanswered = 0
  #charger: RawCharger | null = null
  readonly #system: System

  constructor(system: System) {
    this.#system = system
  }

  async connect(): Promise<void> {
    await this.disconnect()
    const { url, passwords } = this.#system
    const charger = await connectRawCharger(url, 'CP-1', { password: passwords.get('CP-1') })
    this.#charger = charger
    this.#unanswered = 0
    charger.socket.on('message', (data) => this.#receive(charger, JSON.parse(String(data))))
    await charger.call('BootNotification', { chargePointVendor: 'Maker', chargePointModel: 'One' })
  }

  async disconnect(): Promise<void> {
    const charger = this.#charger
    this.#charger = null
    charger?.close()
    await charger?.closed
  }

  #receive(charger: RawCharger, [type, id, action, payload]: [number, string, string, { connectorId: number }]): void {
    if (type !== 2 || action !== 'UnlockConnector') return
    const { treatment } = this
    this.treated.set(payload.connectorId, [...(this.treated.get(payload.connectorId) ?? []), treatment])
    this.#unanswered += 1
    this.mostUnanswered = Math.max(this.mostUnanswered, this.#unanswered)
    const answer = (frame: unknown[]) => {
      this.#unanswered -= 1
      charger.send(JSON.stringify(frame))
    }
    if (treatment === 'accept') answer([3, id, { status: 'Unlocked' }])
    else if (treatment === 'reject') answer([3, id, { status: 'UnlockFailed' }])
    else if (treatment === 'error') answer([4, id, 'InternalError', 'broken', {}])
    else if (treatment === 'leave') void this.disconnect()
    // Its time is over when the server sends the next one.
    else this.#unanswered -= 1
  }
}
