import type { RoundInput, RoundOutcome, Send } from '#core/steering/round.ts'
import type { Visit } from '#simulator/ledger.ts'
import { seededRandom, seedFor } from '#simulator/random.ts'
import { startSiteMeters } from '#simulator/site/site-meters.ts'
import { planSite, type SiteOptions } from '#simulator/site/site-plan.ts'
import { ancestorsIn, flowsThrough, type SiteFlows } from '#simulator/site/start-site.ts'
import { follow, stayAt } from '#simulator/stay.ts'
import { staysOfDay, troublesOfDay } from '#simulator/timetable.ts'
import { virtualClock } from '#simulator/virtual-clock.ts'
import type { SiteSeen } from '../site-seen.ts'
import { watchExcess } from '../watch-excess.ts'
import { watchPromises } from '../watch-promises.ts'
import { watchStops } from '../watch-stops.ts'
import { ChargerInMemory } from './charger-in-memory.ts'
import { EngineInMemory } from './engine-in-memory.ts'
import { inputsOfPlan } from './inputs-of-plan.ts'
import { MetersInMemory } from './meters-in-memory.ts'

/** Whoever wants to know why something came as it came. */
export type Onlooker = {
  onRound?(input: RoundInput, outcome: RoundOutcome): void
  onLook?(flows: SiteFlows): void
}

/** Lets a planned site run once on a clock of its own, without a server, and gives what was seen of it. */
export async function runInProcess(
  site: SiteOptions,
  onlooker: Onlooker = {},
): Promise<SiteSeen & { visits: Visit[] }> {
  const clock = virtualClock(site.start)
  const story = planSite({ ...site, start: site.start.add({ seconds: settlesSeconds }) })
  const { scenario, seed } = story
  const inputs = inputsOfPlan({ ...story, start: site.start })
  const above = ancestorsIn(story)
  const beganAt = performance.now()
  let engine: EngineInMemory | null = null
  const chargers = scenario.chargers.map(
    (group, index) =>
      new ChargerInMemory({ id: index + 1, group, index, seed, clock, heard: (one) => engine?.heard(one) }),
  )
  const setPoints = countSetPoints()
  const meters = new MetersInMemory(inputs, clock.now)
  const running = new EngineInMemory({
    ...{
      inputs,
      clock,
      meters: { state: (id: number) => meters.state(id) },
      chargers: new Map(chargers.map((one) => [one.id, one])),
    },
    random: seededRandom(seedFor(seed, 'engine')),
    onSend: setPoints.see,
    ...(onlooker.onRound ? { onRound: onlooker.onRound } : {}),
  })
  engine = running
  for (const charger of chargers) charger.goOnline()
  const flows = flowsThrough(story, { nowMs: clock.nowMs, chargers: () => chargers })
  const siteMeters = startSiteMeters(story, clock, {
    flowOf() {
      const { circuits } = flows()
      return (name) => circuits.find((circuit) => circuit.name === name)!.total
    },
    push(sample) {
      meters.take(sample, (circuitId, at) => running.drawnBelow(circuitId, at))
      running.meterHeard()
    },
  })
  const startMs = story.start.epochMilliseconds
  const visits: Visit[] = []
  const over = new AbortController()
  const world = { chargers, visits, clock, onEvent() {}, signal: over.signal }
  const stays = staysOfDay(scenario, startMs, 0, seed).map((stay) => stayAt({ ...world, stay }).catch(() => {}))
  for (const { mishap, fromMs, toMs } of troublesOfDay(scenario, startMs, 0)) {
    const charger = chargers.find((one) => one.charger.identity === mishap.charger)!
    clock.setTimeout(() => charger.goOffline(), fromMs - clock.nowMs())
    clock.setTimeout(() => charger.goOnline(), toMs - clock.nowMs())
  }
  const excess = watchExcess()
  const promises = watchPromises(above)
  const stops = watchStops(story, above)
  const endMs = startMs + site.hours * 3_600_000
  for (let atMs = clock.nowMs(); atMs < endMs; atMs += tickMs) {
    await clock.runTo(atMs)
    const hasDecided = running.tick()
    // No two rounds between two looks, or a raise and a load that rose after it would be taken for one.
    if (atMs < startMs || !(hasDecided || atMs % lookMs === 0)) continue
    const seen = flows()
    excess.see(seen, above)
    stops.see(seen, { areMetersSilent: siteMeters.isSilent() })
    promises.see(running.sight()!, seen)
    onlooker.onLook?.(seen)
  }
  for (const visit of visits) follow(visit)
  const deliveredWh = visits.reduce((sum, { energyWh }) => sum + energyWh, 0)
  over.abort()
  siteMeters.stop()
  for (const { charger } of chargers) charger.close()
  await Promise.all(stays)
  return {
    ...{ excess: excess.report(), promises: promises.report(), stops: stops.report(), setPoints: setPoints.count() },
    ...{ deliveredWh, visits, loopDelayMs: 0, realSeconds: (performance.now() - beganAt) / 1_000 },
  }
}

/** The same value again is no change. */
function countSetPoints() {
  const last = new Map<string, number>()
  let count = 0
  return {
    see({ key, sessionId, value }: Send): void {
      const session = `${key} ${sessionId}`
      if (last.get(session) !== value) count += 1
      last.set(session, value)
    },
    count: () => count,
  }
}

const settlesSeconds = 240
const tickMs = 500
const lookMs = 5_000
