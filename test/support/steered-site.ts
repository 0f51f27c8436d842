import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { addCircuit, type CircuitRequest } from '#core/circuits/change-circuit.ts'
import { addSite, goLive } from '#core/circuits/change-site.ts'
import { connectCharger } from '#core/circuits/connect-charger.ts'
import { addMeter } from '#core/circuits/meters/add-meter.ts'
import type { SiteSettings } from '#core/circuits/site.ts'
import type { AskedEvse } from '#core/circuits/usual-supply.ts'
import type { Context, Log } from '#core/context.ts'
import type { PlaceView, SiteView } from '#core/steering/site-view.ts'
import type { SiteAlarm } from '#core/steering/steering-store.ts'
import { callAdmin } from '#server/admin-socket.ts'
import { type RunningServer, startServer } from '#server/start-server.ts'
import { type SimulatedClock, startClock } from '#simulator/clock.ts'
import { type ConnectedCharger, createConnectedCharger } from '#simulator/connected-charger.ts'
import { type Evse, phasesInUse, type SupplyPhase, supplyCurrents } from '#simulator/evse.ts'
import type { Misbehaviour } from '#simulator/misbehaviour.ts'
import type { Version } from '#simulator/socket/connection.ts'
import type { Vehicle } from '#simulator/vehicle.ts'
import { benchConfig } from './bench-config.ts'
import { createMigratedDatabase } from './database.ts'
import { execute } from './durability-storage.ts'
import { car } from './simulated-site.ts'
import { eventually } from './system.ts'
import { readFrame, type WireFrame } from './wire-frames.ts'

/** A whole server on a fast clock, for sites that its engine steers: chargers, vehicles and meters of each are simulated. */
export type SteeringBench = {
  clock: SimulatedClock
  databaseUrl: string
  server: RunningServer
  ctx: Context
  /** An operation of the command line. */
  admin(operation: string, args: object): Promise<any>
  /** Of all chargers, in the order in which they passed; `in` is towards the charger. */
  frames: readonly WireFrame[]
  /** Sets up a site as an operator does, takes it live, and connects its chargers. */
  site(plan: SitePlan): Promise<SteeredSite>
  /** Waits by the clock of the bench. */
  pass(seconds: number): Promise<void>
}

export type BenchOptions = {
  rate?: number
  /** Without it, one of its own. */
  databaseUrl?: string
  clock?: SimulatedClock
  /** What the server takes for the time; without it, the clock of the bench. */
  now?: () => Temporal.Instant
  log?: Log
  /** Where the server finds the database, when that is not where it is. */
  serverDatabaseUrl?: string
  /** Another node steers and has the chargers: this one only stands by, until `server.storage.sites.start`. */
  isStandby?: boolean
  /** Where chargers find a server, when that is not this one's. */
  chargerPort?: number
}

export type SitePlan = {
  name: string
  settings?: Partial<SiteSettings>
  /** Without them: a grid connection of 63 A with a left and a right circuit of 40 A. Parents come first. */
  circuits?: readonly PlannedCircuit[]
  chargers: Record<string, PlannedCharger>
}

type PlannedCircuit = Pick<CircuitRequest, 'name'> &
  Partial<Omit<CircuitRequest, 'siteId' | 'parentId'>> & { parent?: string; hasMeter?: boolean }

type PlannedCharger = {
  version?: Version
  circuit: string
  supply?: Partial<AskedEvse>
  misbehaviour?: Partial<Misbehaviour>
  /** Without it AC. DC comes with a word of the battery. */
  current?: 'AC' | 'DC'
  /** Of the charger itself; without it three. */
  phases?: 1 | 3
  /** Where its first phase is in truth. */
  firstPhase?: SupplyPhase
  /** How often its meter tells; one that talks often is asked nothing for two real minutes after it has come back. */
  sampleSeconds?: number
  /** Without it the charger stays away until somebody starts it. */
  isStarted?: boolean
}

export type SteeredSite = {
  id: number
  circuits: Record<string, number>
  chargers: Record<string, SteeredCharger>
  /** Pushes a sample of each metered circuit every five seconds, until it is silenced. */
  meters: { start(baseA?: number): void; silence(): void }
  view(): SiteView
  /** Open ones. */
  alarms(kind?: string): Promise<SiteAlarm[]>
  /** Asks again until it is so. */
  until(what: string, isSo: () => boolean | Promise<boolean>, forMs?: number): Promise<void>
}

export type SteeredCharger = {
  id: number
  identity: string
  version: Version
  simulated: ConnectedCharger
  evse: Evse
  /** As the engine holds it. */
  place(): PlaceView
  /** A per phase that it would let its vehicle draw now. */
  offeredA(): number
  /** What it tells of itself to be the truth: the most that its account must not be below. */
  isWithinCap(): boolean
  /** Plugs a vehicle in and shows a card; resolves when the engine knows the session. */
  charge(vehicle?: Vehicle): Promise<string>
}

export async function steeringBench(t: TestContext, options: BenchOptions = {}): Promise<SteeringBench> {
  const { rate = 40 } = options
  const clock = options.clock ?? startClock({ rate, start: Temporal.Instant.from('2026-05-04T06:00:00Z') })
  const databaseUrl = options.databaseUrl ?? (await createMigratedDatabase(t))
  await turnClock(databaseUrl, clock)
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-steered-'))
  const server = await startServer(benchConfig(options.serverDatabaseUrl ?? databaseUrl, dataFolder), {
    log: options.log ?? quiet,
    now: options.now ?? clock.now,
    clockRate: clock.rate,
    consoleAssets: null,
  })
  const { isStandby = false, chargerPort = server.port } = options
  if (isStandby) await server.storage.sites.close()
  const closing: (() => unknown)[] = []
  let isStopped = false
  t.after(async () => {
    isStopped = true
    for (const close of closing.reverse()) await close()
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })
  const frames: WireFrame[] = []
  const actor = { kind: 'person', name: 'anna' } as const
  const ctx = server.storage.contextFor({ tenant: 1, actor, door: 'console' })
  const admin = (operation: string, args: object) => callAdmin({ data: dataFolder, operation, args }) as Promise<any>

  async function site(plan: SitePlan): Promise<SteeredSite> {
    const { id } = await addSite(ctx, { name: plan.name, timeZone: 'UTC', settings: plan.settings ?? {} })
    const circuits: Record<string, number> = {}
    const meterIds = new Map<string, number>()
    for (const { parent, hasMeter, ...circuit } of plan.circuits ?? usualCircuits) {
      const parentId = parent === undefined ? null : circuits[parent]!
      circuits[circuit.name] = (await addCircuit(ctx, { siteId: id, parentId, ...circuit })).id
      if (!hasMeter) continue
      const asked = { measures: 'total', intervalSeconds: 5, source: { kind: 'push' } } as const
      const { meter } = await addMeter(ctx, { circuitId: circuits[circuit.name]!, ...asked })
      meterIds.set(circuit.name, meter.id)
    }
    const chargers: Record<string, SteeredCharger> = {}
    const found: SteeredSite = { id, circuits, chargers, meters: metersOf(plan), view, alarms, until }
    for (const [name, planned] of Object.entries(plan.chargers)) {
      chargers[name] = await charger(found, `${plan.name}-${name}`, planned)
    }
    await goLive(ctx, id)
    for (const [name, { isStarted = true }] of Object.entries(plan.chargers)) {
      if (isStarted) chargers[name]!.simulated.start()
    }
    if (isStandby) return found
    await until('steered', () => server.steering.view(id) !== null)
    for (const [name, { isStarted = true }] of Object.entries(plan.chargers)) {
      if (isStarted)
        await until(`${name} has said what it goes by`, () => chargers[name]!.place().account.link.reconciled)
    }
    return found

    function view(): SiteView {
      const seen = server.steering.view(id)
      if (!seen) throw new Error(`nobody steers ${plan.name} here`)
      return seen
    }

    /** The same, and on failure how the engine sees the site. */
    async function until(what: string, isSo: () => boolean | Promise<boolean>, forMs?: number): Promise<void> {
      await hold(what, isSo, forMs, () => {
        const seen = server.steering.view(id)
        return { places: seen?.places.map(shownPlace), rows: seen?.rows.map(shownRow), meters: seen?.meters }
      })
    }

    async function alarms(kind?: string): Promise<SiteAlarm[]> {
      return (await ctx.steering.alarms(id, true)).filter((one) => kind === undefined || one.kind === kind)
    }

    function metersOf({ circuits: planned = usualCircuits, chargers: hanging }: SitePlan): SteeredSite['meters'] {
      let timer: NodeJS.Timeout | undefined
      const isBelow = (name: string | undefined, top: string): boolean =>
        name === top || (name !== undefined && isBelow(planned.find((one) => one.name === name)?.parent, top))
      let samples = 0
      const push = (loadA: number) => {
        // No load is quite still.
        const baseA = loadA + 0.1 * (samples++ % 5)
        for (const [circuit, meterId] of meterIds) {
          const amps = { L1: baseA, L2: baseA, L3: baseA }
          for (const [name, { circuit: at }] of Object.entries(hanging)) {
            if (!isBelow(at, circuit)) continue
            const { simulated, evse } = chargers[name]!
            simulated.charger.advance()
            const drawn = supplyCurrents(evse)
            for (const phase of ['L1', 'L2', 'L3'] as const) amps[phase] += drawn[phase]
          }
          const powerW = 230 * (amps.L1 + amps.L2 + amps.L3)
          server.circuitMeters.push(meterId, [{ at: clock.now(), amps, powerW }]).catch(() => {})
        }
      }
      const silence = () => clearInterval(timer)
      closing.push(silence)
      return {
        start(baseA = 0) {
          silence()
          timer = setInterval(() => push(baseA), 5_000 / clock.rate)
        },
        silence,
      }
    }
  }

  async function charger(of: SteeredSite, identity: string, planned: PlannedCharger): Promise<SteeredCharger> {
    const {
      version = '1.6',
      circuit,
      supply,
      misbehaviour,
      phases = 3,
      current = 'AC',
      firstPhase,
      sampleSeconds = 30,
    } = planned
    const { password } = await admin('charger.add', { identity, evses: 1, provisioning: 'off' })
    await admin('token.add', { uids: [`CARD-${identity}`] })
    const { chargerId: id } = await connectCharger(ctx, {
      identity,
      circuitId: of.circuits[circuit]!,
      evses: [{ evse: 1, kind: 'ac', phases: 'L1L2L3', maxA: 32, ...supply }],
    })
    const simulated = createConnectedCharger({
      identity,
      version,
      clock,
      password,
      endpoint: `ws://127.0.0.1:${chargerPort}/ocpp`,
      evses: [{ maxPowerW: 7_360 * phases, current, phases, voltageV: 230, ...(firstPhase ? { firstPhase } : {}) }],
      settings: { sampleIntervalSeconds: sampleSeconds, backOffSeconds: 1, backOffRandomSeconds: 1 },
      measurands: ['Energy.Active.Import.Register', 'Power.Active.Import', 'Current.Import', 'SoC'],
      ...(misbehaviour ? { misbehaviour } : {}),
      onEvent(event) {
        if (event.kind === 'frame') frames.push(readFrame(frames, { identity, ...event, atMs: clock.nowMs() }))
      },
    })
    closing.push(() => simulated.stop())
    const evse = simulated.charger.evses[0]!
    const place = () => of.view().places.find(({ account }) => account.chargerId === id)!
    const offeredA = () => {
      simulated.charger.advance()
      return evse.offeredW / 230 / phasesInUse(evse)
    }
    return {
      ...{ id, identity, version, simulated, evse, place, offeredA },
      isWithinCap: () => evse.session === null || offeredA() <= place().cap + 1e-6,
      async charge(vehicle = car(0.1, { capacityWh: 400_000, maxAcW: 22_080 })) {
        simulated.charger.plug(evse, vehicle)
        await simulated.charger.tap(`CARD-${identity}`, evse)
        if (isStandby) {
          await of.until(`${identity} charges`, () => evse.session !== null)
          return ''
        }
        await of.until(`${identity} charges`, () => place().sessionId !== null)
        return String(place().sessionId)
      },
    }
  }

  async function hold(
    what: string,
    isSo: () => boolean | Promise<boolean>,
    forMs = 60_000,
    seen: () => object,
  ): Promise<void> {
    const began = performance.now()
    await eventually(
      async () => {
        if (isStopped) throw new Error('the bench is gone')
        if (await isSo()) return null
        return performance.now() - began < forMs ? what : { what, ...seen() }
      },
      (answer) => answer === null,
      forMs,
    )
  }

  return {
    ...{ clock, databaseUrl, server, ctx, admin, frames, site },
    pass: (seconds) => new Promise((resolve) => setTimeout(resolve, (seconds * 1_000) / clock.rate)),
  }
}

const shownPlace = ({ account, cap, granted, reason, boundBy, sessionId }: PlaceView) => {
  const { key, link, place, confirmed, pending, leaving, measured, conduct, fallbackVerified } = account
  const held = { key, link, place, confirmed, pending, leaving, measured, conduct: conduct.kind, fallbackVerified }
  return { ...held, cap, granted, reason, boundBy, sessionId }
}

const shownRow = ({ id, limit, base, committed, measured }: SiteView['rows'][number]) => {
  return { id, limit, base, committed, measured }
}

/** Makes the clock of the database run as ours. */
async function turnClock(databaseUrl: string, { mapping: { start, realStart, rate } }: SimulatedClock): Promise<void> {
  await execute(
    databaseUrl,
    `create or replace function server_time() returns timestamptz language sql volatile parallel safe as
       $$ select timestamptz '${start}' + (clock_timestamp() - timestamptz '${realStart}') * ${Number(rate)} $$`,
  )
}

const usualCircuits: readonly PlannedCircuit[] = [
  { name: 'grid', ratedA: 63 },
  { name: 'left', parent: 'grid', ratedA: 40 },
  { name: 'right', parent: 'grid', ratedA: 40 },
]

const quiet: Log = { debug() {}, info() {}, warn() {}, error: (event, message) => console.error(message, event) }
