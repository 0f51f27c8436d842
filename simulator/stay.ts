import type { Charger } from './charger.ts'
import type { SimulatedClock } from './clock.ts'
import type { ConnectedCharger } from './connected-charger.ts'
import type { Evse } from './evse.ts'
import type { Visit } from './ledger.ts'
import { fits } from './scenario.ts'
import type { Session } from './session.ts'
import type { SimulationEvent } from './simulation-event.ts'
import type { Stay } from './timetable.ts'
import { socOf, type Vehicle } from './vehicle.ts'

type StayWorld = {
  stay: Stay
  chargers: readonly Pick<ConnectedCharger, 'charger'>[]
  visits: Visit[]
  clock: SimulatedClock
  onEvent: (event: SimulationEvent) => void
  signal: AbortSignal
}

/**
 * Lets one vehicle arrive, plug in, show its card, charge and leave, and writes what it got into the visits. It shows
 * its card again when a fault or a power loss is over.
 */
export async function stayAt(world: StayWorld): Promise<void> {
  const { stay, clock, signal, visits } = world
  await clock.sleep(Math.max(0, stay.arrivesMs - clock.nowMs()), signal)
  const vehicle: Vehicle = {
    name: stay.vehicle,
    model: stay.model,
    storedWh: stay.model.capacityWh * Math.min(stay.socAtArrival, stay.model.targetSoc),
  }
  const place = findPlace(world)
  if (!place) {
    visits.push(turnedAway(stay, vehicle, clock))
    return
  }
  const { charger, evse } = place
  const visit = openVisit(world, place, vehicle, '')
  charger.plug(evse, vehicle)
  world.onEvent({ kind: 'plugged', charger: charger.identity, visit })
  try {
    await clock.sleep(plugToCardMs, signal)
    const last = await charge(world, place, vehicle, visit)
    await leave(world, place, last)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

type Place = { charger: Charger; evse: Evse }

function findPlace({ stay, chargers }: StayWorld): Place | null {
  for (const { charger } of chargers) {
    if (!fits(stay.charger, charger.identity)) continue
    const evses = stay.evse === null ? charger.evses : charger.evses.filter(({ number }) => number === stay.evse)
    const evse = evses.find((one) => one.vehicle === null && one.waiting === null)
    if (evse) return { charger, evse }
  }
  return null
}

async function charge(world: StayWorld, place: Place, vehicle: Vehicle, first: Visit): Promise<Visit> {
  const { stay, clock, signal } = world
  let visit = first
  if (stay.wrongCard) {
    await place.charger.tap(stay.wrongCard.card, place.evse)
    if (!place.evse.session) {
      visit.card = stay.wrongCard.card
      visit.refused = true
      world.onEvent({ kind: 'refused', charger: place.charger.identity, visit })
      if (!stay.wrongCard.thenRightCard) return waitToLeave(world, visit)
      await clock.sleep(plugToCardMs, signal)
      visit = openVisit(world, place, vehicle, '/right-card')
    }
  }
  for (let again = 2; ; again++) {
    await begin(world, place, visit)
    const isInterrupted = await untilEndOrLeaving(world, place, visit)
    if (!isInterrupted) return visit
    await clock.sleep(plugToCardMs, signal)
    visit = openVisit(world, place, vehicle, `/${again}`)
  }
}

/** Shows the card until it is taken, or the charger says no for good. */
async function begin(world: StayWorld, { charger, evse }: Place, visit: Visit): Promise<void> {
  const { stay, clock, signal, onEvent } = world
  while (clock.nowMs() < stay.leavesMs) {
    if (evse.session === null && charger.isPowered && evse.fault === null) {
      const result = await charger.tap(stay.card, evse)
      signal.throwIfAborted()
      const wasRefused = visit.refused
      visit.refused = result === 'refused' && charger.isPowered
      if (visit.refused && !wasRefused) onEvent({ kind: 'refused', charger: charger.identity, visit })
    }
    if (evse.session) {
      watch(visit, evse.session, charger)
      onEvent({ kind: 'session-started', charger: charger.identity, visit })
      return
    }
    await clock.sleep(Math.min(showAgainMs, Math.max(1, stay.leavesMs - clock.nowMs())), signal)
  }
}

/** True when the session ended by a trouble that is over, or another one has begun. */
async function untilEndOrLeaving(world: StayWorld, { charger, evse }: Place, visit: Visit): Promise<boolean> {
  const { stay, clock, signal } = world
  while (clock.nowMs() < stay.leavesMs) {
    const session = followed.get(visit)?.session
    const reason = session?.ended?.reason
    const isAnother = evse.session !== null && evse.session !== session
    const isTrouble =
      reason === 'fault' || reason === 'power-loss' || reason === 'soft-reset' || reason === 'hard-reset'
    if (isAnother || (isTrouble && charger.isPowered && evse.fault === null)) {
      follow(visit)
      world.onEvent({ kind: 'session-ended', charger: charger.identity, visit })
      return true
    }
    await clock.sleep(Math.min(lookAgainMs, Math.max(1, stay.leavesMs - clock.nowMs())), signal)
    follow(visit)
  }
  return false
}

async function waitToLeave({ stay, clock, signal }: StayWorld, visit: Visit): Promise<Visit> {
  await clock.sleep(Math.max(0, stay.leavesMs - clock.nowMs()), signal)
  return visit
}

async function leave(world: StayWorld, { charger, evse }: Place, visit: Visit): Promise<void> {
  const { stay, clock, onEvent, signal } = world
  if (evse.session && stay.stopsBy === 'card' && charger.isPowered) {
    await charger.tap(evse.session.card, evse)
    await clock.sleep(plugToCardMs, signal)
  }
  charger.unplug(evse)
  follow(visit)
  visit.unpluggedAt = clock.now()
  if (visit.startedAt !== null) onEvent({ kind: 'session-ended', charger: charger.identity, visit })
  onEvent({ kind: 'unplugged', charger: charger.identity, visit })
}

const followed = new WeakMap<Visit, { session: Session; charger: Charger }>()

function watch(visit: Visit, session: Session, charger: Charger): void {
  followed.set(visit, { session, charger })
  // The server may have started it with another card.
  visit.card = session.card
  visit.startedAt = Temporal.Instant.fromEpochMilliseconds(session.startedMs)
  follow(visit)
}

/** Brings a visit up to what its session is now; ids may be known only long after its end. */
export function follow(visit: Visit): void {
  const { session, charger } = followed.get(visit) ?? {}
  if (!session || !charger) return
  const { ended, wireId, vehicle } = session
  if (!ended) charger.advance()
  visit.transactionId = wireId
  visit.energyWh = charger.energyWh(session)
  visit.socEnd = ended?.soc ?? socOf(vehicle)
  visit.stopReason = ended?.reason ?? null
  visit.refused = ended?.reason === 'refused'
  visit.endedAt = ended && Temporal.Instant.fromEpochMilliseconds(ended.atMs)
}

function openVisit(
  { stay, visits, clock }: StayWorld,
  { charger, evse }: Place,
  vehicle: Vehicle,
  suffix: string,
): Visit {
  const visit: Visit = {
    ...turnedAway(stay, vehicle, clock),
    id: `${stay.id}${suffix}`,
    charger: charger.identity,
    evse: evse.number,
    refused: false,
  }
  visits.push(visit)
  return visit
}

function turnedAway(stay: Stay, vehicle: Vehicle, clock: SimulatedClock): Visit {
  return {
    id: stay.id,
    vehicle: stay.vehicle,
    charger: stay.charger,
    evse: 0,
    card: stay.card,
    pluggedAt: clock.now(),
    startedAt: null,
    endedAt: null,
    unpluggedAt: null,
    energyWh: 0,
    transactionId: null,
    socStart: socOf(vehicle),
    socEnd: socOf(vehicle),
    stopReason: null,
    refused: true,
  }
}

const plugToCardMs = 15_000
const showAgainMs = 120_000
const lookAgainMs = 30_000
