import { setTimeout as sleep } from 'node:timers/promises'
import { type SimulatedClock, startClock } from '#simulator/clock.ts'
import { type ConnectedCharger, createConnectedCharger } from '#simulator/connected-charger.ts'
import { usualVehicle } from '#simulator/vehicle.ts'
import { type Bench, type Case, tokenOf } from '../bench.ts'
import { depotToken } from '../depot-client.ts'
import { Histogram, percentiles } from '../histogram.ts'
import { noise } from '../noise.ts'
import type { ServerProcess } from '../server-process.ts'

const count = 200
// More than all of them can draw.
const maxW = 5_000_000
const targetMs = 2_000

/**
 * From the moment when a program lowers the limit of a group of 200 chargers, all at work, until each of them has been
 * told to pause: half speak 1.6, half 2.0.1.
 */
export const limitOnWire: Case = {
  name: 'limit-on-wire',
  async run(bench) {
    const quiet = noise()
    const own = await bench.aside('limit-on-wire')
    const server = await own.server()
    const group = await startGroup(own, server)
    const { missing, ...measured } = await group.pauseAll()
    await group.settled()
    await group.stop()
    const faults = missing > 0 ? [`${missing} chargers were not told`] : []
    return { result: { chargers: count, ...measured, target_max_ms: targetMs, ...quiet }, faults }
  },
}

async function startGroup(bench: Bench, server: ServerProcess) {
  const credentials = await bench.addChargers('limit', count, server)
  await bench.admin('token.add', { uids: credentials.map((_, seat) => tokenOf(seat)) })
  const chargers = credentials.map(({ identity }) => identity)
  const { chargerGroupId } = (await bench.admin('group.add', { name: 'Hall', maxW, chargers })) as Added
  const headers = { authorization: `Bearer ${await depotToken(bench, server)}`, 'content-type': 'application/json' }
  const groups = `${server.http}/v1/chargerControl/chargerGroups`

  const clock = startClock({})
  /** When each was told to pause. */
  const paused = new Map<string, number>()
  /** Who was asked what it goes by: nothing is told to it before. */
  const asked = new Set<string>()
  const fleet = credentials.map(({ identity, password }, seat) =>
    simulated(server, clock, {
      about: { identity, password: password!, version: seat % 2 === 0 ? '1.6' : '2.0.1' },
      asked: () => asked.add(identity),
      granted(limit) {
        if (limit > 0) paused.delete(identity)
        else if (!paused.has(identity)) paused.set(identity, performance.now())
      },
    }),
  )
  for (const one of fleet) one.start()
  await until(() => fleet.every((one) => one.link.isOnline))
  await Promise.all(fleet.map((one, seat) => plugIn(one, seat)))

  const settled = () =>
    until(async () => {
      const { items } = (await (await fetch(groups, { headers })).json()) as { items: { status: string }[] }
      return items[0]!.status === 'ok'
    })
  await until(() => asked.size === count)
  // The answers of the last ones, and the grants that follow.
  await sleep(10_000)
  await settled()

  return {
    settled,
    async pauseAll() {
      const before = paused.size
      const span = { fromDate: new Date().toISOString(), toDate: new Date(Date.now() + 3_600_000).toISOString() }
      const dynamicPowerLimit = [{ ...span, externalPowerLimit: 0 }]
      const body = JSON.stringify({ source: 'bench', externalPowerRateUnit: 'W', dynamicPowerLimit })
      const askedMs = performance.now()
      const answer = await fetch(`${groups}/${chargerGroupId}/externalPowerLimits`, { method: 'PUT', headers, body })
      const answeredMs = performance.now() - askedMs
      if (answer.status !== 200) throw new Error(await answer.text())
      await sleep(5_000)
      const latencies = new Histogram()
      const delays = [...paused.values()].map((atMs) => atMs - askedMs).filter((delay) => delay > 0)
      for (const delay of delays) latencies.addMs(delay)
      const told = { told: delays.length, paused_before: before, missing: count - paused.size }
      return { ...told, put_ms: round(answeredMs), ...percentiles(latencies), max_ms: round(Math.max(0, ...delays)) }
    },
    stop: () => Promise.all(fleet.map((one) => one.stop())),
  }
}

type Added = { chargerGroupId: string }

type Listener = {
  about: { identity: string; password: string; version: '1.6' | '2.0.1' }
  asked(): void
  granted(limit: number): void
}

function simulated(
  server: ServerProcess,
  clock: SimulatedClock,
  { about, asked, granted }: Listener,
): ConnectedCharger {
  return createConnectedCharger({
    ...about,
    clock,
    endpoint: `${server.ws}/ocpp`,
    evses: [{ maxPowerW: 22_080, current: 'AC', phases: 3, voltageV: 230 }],
    settings: { sampleIntervalSeconds: 60 },
    onEvent(event) {
      if (event.kind !== 'frame' || event.direction !== 'in') return
      if (event.text.includes('"GetCompositeSchedule"')) asked()
      if (!event.text.includes('"SetChargingProfile"')) return
      const [, , , payload] = JSON.parse(event.text)
      const profile = payload.csChargingProfiles ?? payload.chargingProfile
      const [schedule] = [profile.chargingSchedule].flat()
      if (profile.chargingProfilePurpose === 'TxProfile') granted(schedule.chargingSchedulePeriod[0].limit)
    },
  })
}

async function plugIn(one: ConnectedCharger, seat: number): Promise<void> {
  const evse = one.charger.evses[0]!
  const model = { ...usualVehicle, capacityWh: 400_000, maxDcW: 0, maxAcW: 22_080 }
  one.charger.plug(evse, { name: `BUS-${seat + 1}`, model, storedWh: 40_000 })
  await one.charger.tap(tokenOf(seat), evse)
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 180_000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('the group did not get ready in three minutes')
    await sleep(250)
  }
}

const round = (ms: number) => Math.round(ms * 10) / 10
