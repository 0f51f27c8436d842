import type { AccessOptions } from './access.ts'
import type { SimulatedClock } from './clock.ts'
import { type ConnectedCharger, createConnectedCharger } from './connected-charger.ts'
import { endpointOf } from './endpoint.ts'
import type { Visit } from './ledger.ts'
import { between, type Random, seededRandom, seedFor } from './random.ts'
import type { Simulation } from './simulation.ts'
import { type SimulationEvent, tell } from './simulation-event.ts'
import type { Version } from './socket/connection.ts'
import { follow, stayAt } from './stay.ts'
import type { Stay } from './timetable.ts'
import { usualVehicle } from './vehicle.ts'

export type SingleChargerOptions = {
  url: string
  identity: string
  /** Password, profile, trust and certificate. */
  access: Omit<AccessOptions, 'endpoint'>
  version: Version
  evses: number
  /** Of each EVSE: up to 43 kW alternating, above that direct current. */
  maxPowerW: number
  cards: readonly string[]
  clock: SimulatedClock
  seed: number
  onEvent: (event: SimulationEvent) => void
}

/** One charger at which a car charges now and then, until it is stopped. */
export function startSingleCharger(options: SingleChargerOptions): Simulation {
  const { identity, clock, seed, onEvent, evses } = options
  const random = seededRandom(seedFor(seed, identity))
  const visits: Visit[] = []
  const stopping = new AbortController()
  const connected = createConnectedCharger({
    endpoint: endpointOf(options.url),
    identity,
    ...options.access,
    version: options.version,
    evses: Array.from({ length: evses }, () => evseOf(options.maxPowerW)),
    clock,
    random,
    onEvent: (event) => tell(identity, event, onEvent),
  })
  const { signal } = stopping
  const guests = Array.from({ length: evses }, (_, index) =>
    receiveGuests({ options, connected, evse: index + 1, visits, random, signal }),
  )
  const ended = Promise.all(guests).then(() => connected.stop())
  ended.catch(() => {})
  connected.start()
  return {
    chargers: [connected],
    ledger: () =>
      visits.map((visit) => {
        follow(visit)
        return { ...visit }
      }),
    ended,
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

type Reception = {
  options: SingleChargerOptions
  connected: ConnectedCharger
  evse: number
  visits: Visit[]
  random: Random
  signal: AbortSignal
}

async function receiveGuests(world: Reception): Promise<void> {
  const { options, connected, visits, signal } = world
  const { clock, onEvent } = options
  try {
    for (let count = 1; !signal.aborted; count++) {
      const stay = stayOf(world, count)
      await stayAt({ stay, chargers: [connected], visits, clock, onEvent, signal })
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function stayOf({ options, evse, random }: Reception, count: number): Stay {
  const { cards, clock, identity, evses } = options
  // Whoever starts a charger wants to see something soon.
  const arrivesMs = clock.nowMs() + between(random, count === 1 ? [5_000, 15_000] : [20_000, 300_000])
  return {
    id: `${identity}/${evse}/${count}`,
    vehicle: `GUEST-${(count - 1) * evses + evse}`,
    model: { ...usualVehicle, capacityWh: 60_000, maxDcW: 150_000, maxAcW: 11_000 },
    socAtArrival: between(random, [0.1, 0.6]),
    charger: identity,
    evse,
    card: cards[Math.floor(random() * cards.length)]!,
    wrongCard: null,
    arrivesMs,
    leavesMs: arrivesMs + between(random, [600_000, 2_400_000]),
    stopsBy: random() < 0.5 ? 'card' : 'unplugging',
  }
}

function evseOf(maxPowerW: number) {
  return maxPowerW > mostAlternatingW
    ? { maxPowerW, current: 'DC' as const, phases: 3 as const, voltageV: 400 }
    : { maxPowerW, current: 'AC' as const, phases: 3 as const, voltageV: 230 }
}

const mostAlternatingW = 43_500
