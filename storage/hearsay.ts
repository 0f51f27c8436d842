import { Decimal } from 'decimal.js'
import type { CircuitSample } from '#core/circuits/meter.ts'
import type { Log, PlacedReading } from '#core/context.ts'
import type { ChargerUpdate } from '#core/live/live-feed.ts'
import type { Bus } from './bus.ts'
import type { LiveChanges } from './live-changes.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import type { SiteOwnership } from './site-ownership.ts'

type World = {
  node: number
  bus: Bus
  live: LiveChanges
  sites: SiteOwnership
  reader: PipelinedConnection
  log: Log
}

/**
 * What a node hears of meters and chargers is passed on to the others, since one of them may steer by it: within a
 * second, at most once, and only while there are others. A note that is lost is made up for by the next reading, and what
 * was stored is read from the records anyway.
 */
export class Hearsay {
  readonly #world: World
  readonly #listeners: ((sample: CircuitSample) => void)[] = []

  constructor(world: World) {
    this.#world = world
    const { bus, sites } = world
    bus.onTold((note) => this.#hear(note))
    sites.onChange({ looked: () => this.refresh() })
  }

  /** Samples of meters, as another node has read them or was sent them. */
  onSample(tell: (sample: CircuitSample) => void): void {
    this.#listeners.push(tell)
  }

  passOnSample({ meterId, at, amps: { L1, L2, L3 }, powerW }: CircuitSample): void {
    const { bus, sites } = this.#world
    if (sites.hasOthers) bus.tell(JSON.stringify({ meter: [meterId, at.epochMilliseconds, L1, L2, L3, powerW] }))
  }

  /** Finds anew which chargers others steer. */
  refresh(): void {
    this.#refresh().catch((error) => this.#world.log.debug({ err: error }, 'who steers which charger is not known'))
  }

  async #refresh(): Promise<void> {
    const { node, bus, live, sites, reader } = this.#world
    if (!sites.hasOthers) return live.passOn(null)
    const { rows } = await reader.query<{ charger_id: number }>(steeredElsewhere, [node])
    const chargers = new Set(rows.map((row) => row.charger_id))
    const tell = (tenant: number, update: ChargerUpdate) => {
      const note = noteOf(tenant, update)
      if (note) bus.tell(JSON.stringify(note))
    }
    live.passOn(chargers.size > 0 ? { chargers, tell } : null)
  }

  #hear(text: string): void {
    const { live, log } = this.#world
    try {
      const note = JSON.parse(text) as MeterNote | ChargerNote
      if ('meter' in note) {
        const [meterId, atMs, L1, L2, L3, powerW] = note.meter
        const at = Temporal.Instant.fromEpochMilliseconds(atMs)
        for (const tell of this.#listeners) tell({ meterId, at, amps: { L1, L2, L3 }, powerW })
      } else if ('charger' in note) {
        const [tenant, chargerId] = note.charger
        const readings = note.readings.map(readingFrom)
        live.told(tenant, { chargerId, readings, hasBooted: note.booted, hasChanged: note.changed })
      }
    } catch (error) {
      // One of another version.
      log.debug({ err: error }, 'what another node told could not be read')
    }
  }
}

type MeterNote = {
  meter: [id: number, atMs: number, l1: number | null, l2: number | null, l3: number | null, powerW: number | null]
}

type ChargerNote = {
  charger: [tenant: number, id: number]
  readings: ReturnType<typeof shortOf>[]
  booted: boolean
  changed: boolean
}

/** Null: nothing in it that anybody steers by. */
function noteOf(tenant: number, { chargerId, link, boot, states, sessions, readings }: ChargerUpdate) {
  const changed = link !== null || boot !== null || states.length > 0 || sessions.length > 0
  const told = readings.filter(saysSomething).slice(-mostReadings)
  if (!changed && told.length === 0) return null
  const note: ChargerNote = {
    charger: [tenant, chargerId],
    ...{ readings: told.map(shortOf), booted: boot !== null, changed },
  }
  return note
}

function saysSomething({ powerW, currentA, energyWh, socPercent }: PlacedReading): boolean {
  return [powerW, energyWh, socPercent, ...currentA].some((value) => value !== null)
}

function shortOf({ evse, at, sessionId, powerW, currentA, energyWh, socPercent }: PlacedReading) {
  const energy = energyWh?.toFixed() ?? null
  return { evse, atMs: at.epochMilliseconds, sessionId, powerW, currentA, energy, socPercent }
}

function readingFrom({ atMs, energy, ...said }: ReturnType<typeof shortOf>): PlacedReading {
  return {
    ...said,
    at: Temporal.Instant.fromEpochMilliseconds(atMs),
    energyWh: energy === null ? null : new Decimal(energy),
    ...{ connector: null, reportedAt: null, context: 'Sample.Periodic', intervalWh: null },
    ...{ voltageV: [null, null, null], rest: [], signed: [], flags: [] },
  }
}

/** A charger that comes back tells what it kept; only the newest is of now. */
const mostReadings = 20

const steeredElsewhere = {
  name: 'chargers_steered_elsewhere',
  text: `select s.charger_id from steering_owner o
           join circuit c on c.tenant_id = o.tenant_id and c.location_id = o.location_id and c.removed_at is null
           join charger_supply s on s.tenant_id = c.tenant_id and s.circuit_id = c.id and s.removed_at is null
          where o.node_id <> $1::int`,
}
