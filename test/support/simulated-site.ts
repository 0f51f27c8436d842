import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import * as schemas16 from 'typed-ocpp/dist/ocpp16/schemas.js'
import * as schemas201 from 'typed-ocpp/dist/ocpp20/schemas.js'
import * as schemas21 from 'typed-ocpp/dist/ocpp21/schemas.js'
import { compileStrict } from '#ocpp/rpc/compile-schema.ts'
import type { Schema } from '#ocpp/rpc/shape.ts'
import { type SimulatedClock, startClock } from '#simulator/clock.ts'
import {
  type ConnectedCharger,
  type ConnectedChargerOptions,
  createConnectedCharger,
} from '#simulator/connected-charger.ts'
import type { Version } from '#simulator/socket/connection.ts'
import { usualVehicle, type Vehicle } from '#simulator/vehicle.ts'
import { type DepotClient, eventually, type System, type SystemOptions, startSystem } from './system.ts'

/** A server and simulated chargers that share one clock, which may run fast. */
export type SimulatedSite = {
  system: System
  depot: DepotClient
  clock: SimulatedClock
  /** Adds a charger to the server and connects it; resolves when it has been accepted. */
  charger(version: Version, options?: ChargerOptions): Promise<ConnectedCharger>
  frames: FrameCheck
  /** The records of the depot API, once there are so many. */
  records(count: number): Promise<any[]>
}

type ChargerOptions = Partial<Omit<ConnectedChargerOptions, 'endpoint' | 'clock' | 'version'>> & { isStarted?: boolean }

export async function simulatedSite(
  t: TestContext,
  { rate = 600, start, ...options }: SystemOptions & { rate?: number; start?: Temporal.Instant } = {},
): Promise<SimulatedSite> {
  const clock = startClock({ rate, ...(start === undefined ? {} : { start }) })
  const env = { ...fastEnv, ...options.env }
  const system = await startSystem(t, { tokens: ['CARD-1', 'CARD-2'], ...options, env, now: () => clock.now() })
  const frames = frameCheck()
  const chargers: ConnectedCharger[] = []
  t.after(() => Promise.all(chargers.map((one) => one.stop())))
  const depot = await system.client()
  return {
    system,
    depot,
    clock,
    frames,
    async charger(version, { isStarted = true, onEvent, ...given } = {}) {
      const identity = given.identity ?? `CP-${chargers.length + 1}`
      const password = await system.addCharger(identity, { evses: given.evses?.length ?? 1 })
      const connected = createConnectedCharger({
        evses: [{ maxPowerW: 22_000, current: 'AC', phases: 3, voltageV: 230 }],
        registerWh: 1_000,
        endpoint: `${system.url.replace(/^http/, 'ws')}/ocpp`,
        password,
        ...given,
        identity,
        version,
        clock,
        onEvent: (event) => {
          if (event.kind === 'frame') frames.see(identity, version, event.direction, event.text)
          onEvent?.(event)
        },
      })
      chargers.push(connected)
      if (isStarted) {
        connected.start()
        await eventually(
          async () => connected.link.registration,
          (registration) => registration === 'accepted',
        )
      }
      return connected
    },
    records: (count) =>
      eventually(
        async () => (await depot.get('/v2/transactions')).body as any[],
        (records) => records.length >= count,
        20_000,
      ),
  }
}

/** What an accelerated test lifts, since the server's limits are of real time. */
export const fastEnv = {
  VOLTYARD_MESSAGES_PER_SECOND: 'off',
  VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off',
  VOLTYARD_DEPOT_RATE_LIMIT: 'off',
}

export function car(soc = 0.2, model: Partial<Vehicle['model']> = {}): Vehicle {
  const whole = { ...usualVehicle, capacityWh: 60_000, maxDcW: 120_000, maxAcW: 11_000, ...model }
  return { name: 'CAR-1', model: whole, storedWh: whole.capacityWh * soc }
}

/** Waits by the clock of the site. */
export function pass(site: { clock: SimulatedClock }, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    // Real timers of the clock do not keep the process alive; a test must.
    const alive = setInterval(() => {}, 1_000)
    site.clock.setTimeout(() => {
      clearInterval(alive)
      resolve()
    }, seconds * 1_000)
  })
}

export type FrameCheck = ReturnType<typeof frameCheck>

/** Checks every frame between simulated chargers and the server by the published schemas. */
export function frameCheck() {
  const faults: string[] = []
  const actions = new Map<string, string>()
  const seen: { identity: string; direction: 'in' | 'out'; action: string; payload: any }[] = []
  let count = 0
  return {
    faults,
    seen,
    get count() {
      return count
    },
    see(identity: string, version: Version, direction: 'in' | 'out', text: string) {
      count += 1
      const [type, id, third, fourth] = JSON.parse(text)
      if (type === 4 || type === 5) return
      const isCall = type === 2 || type === 6
      const caller = isCall ? direction : direction === 'in' ? 'out' : 'in'
      const key = `${identity} ${caller} ${id}`
      if (isCall) actions.set(key, third)
      const action = actions.get(key)
      const payload = isCall ? fourth : third
      if (action === undefined) return faults.push(`${identity}: answer to nothing: ${text}`)
      if (isCall) seen.push({ identity, direction, action, payload })
      const fault = faultOf(version, type === 6 ? action : `${action}${isCall ? 'Request' : 'Response'}`, payload)
      if (fault !== null) faults.push(`${identity} ${direction} ${fault} in ${text}`)
    },
    /** What the charger called, by action. */
    calls: (identity: string, action: string) =>
      seen.filter((one) => one.identity === identity && one.direction === 'out' && one.action === action),
    assertClean() {
      assert.ok(count > 0, 'no frame was seen')
      assert.deepEqual(faults, [])
    },
  }
}

const schemasBy = { '1.6': schemas16, '2.0.1': schemas201, '2.1': schemas21 }
const compiled = new Map<string, ReturnType<typeof compileStrict>>()

function faultOf(version: Version, name: string, payload: unknown): string | null {
  const schemas = schemasBy[version] as Record<string, Schema>
  const schema = schemas[name]
  if (!schema) return `unknown ${name}`
  const check = compiled.get(version + name) ?? compileStrict(schema)
  compiled.set(version + name, check)
  return check(payload) ? null : JSON.stringify(check.errors)
}
