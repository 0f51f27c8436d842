import { callAdmin } from '#server/admin-socket.ts'
import { numbered, type Scenario } from '#simulator/scenario.ts'
import { type Stay, staysOfDay } from '#simulator/timetable.ts'

/** How to get into the demo. */
export type DemoAccess = {
  console: { user: string; password: string }
  depotClient: { id: string; secret: string }
  /** For the platform API. */
  platformToken: string
  /** Identities. */
  chargers: string[]
  /** The depot, as the depot API knows it, and the group that all of its chargers are in. */
  siteId: string
  chargerGroupId: string
}

type Login = { login: string; password: string }

/** `isSteered`: whether the limit of the depot is enforced. `startMs`: when the scenario begins. */
type Wanted = Login & { isSteered: boolean; startMs: number }

/**
 * Makes what the scenario needs, as an operator would: chargers, their group, the vehicles' cards, an API client and an
 * API token.
 */
export async function provision(
  dataFolder: string,
  scenario: Scenario,
  { login, password, isSteered, startMs }: Wanted,
) {
  const ask = async <T>(operation: string, args: object) =>
    (await callAdmin({ data: dataFolder, operation, args })) as T

  const passwords = new Map<string, string>()
  for (const { identity, name, evses } of chargersOf(scenario)) {
    const added = await ask<{ password: string }>('charger.add', { identity, name, evses, provisioning: 'off' })
    passwords.set(identity, added.password)
  }
  const group = await groupUp(ask, scenario)
  if (isSteered) await ask('site.live', { site: group.siteId, live: true })
  for (const { vehicle, card } of cardsOf(scenario)) await ask('token.add', { uids: [card], vehicle })
  for (const stay of staysOfDay(scenario, startMs, 0)) await tellOf(ask, stay)
  for (const card of lostCardsOf(scenario)) {
    await ask('token.add', { uids: [card], validUntil: '2020-01-01T00:00:00Z' })
  }
  const client = await ask<{ clientId: string; secret: string }>('client.add', { name: 'fleet', package: 'premium' })
  const { token } = await ask<{ token: string }>('api-token.add', { name: 'back office' })

  const access: DemoAccess = {
    console: { user: login, password },
    depotClient: { id: client.clientId, secret: client.secret },
    platformToken: token,
    chargers: [...passwords.keys()],
    ...group,
  }
  return { access, passwords }
}

/** What a depot knows of its vehicles beforehand: the battery, what it takes, and when it leaves for the first time. */
async function tellOf(ask: Ask, { vehicle, model, leavesMs }: Stay): Promise<void> {
  const { capacityWh, maxDcW, maxAcW, phases } = model
  const maxAcA = Math.round(maxAcW / (230 * phases))
  await ask('vehicle.describe', { vehicle, batteryWh: capacityWh, maxDcW, maxAcA, phases })
  await ask('departure.set', { vehicle, at: new Date(leavesMs).toISOString(), targetSoc: 100 * model.targetSoc })
}

type Ask = <T>(operation: string, args: object) => Promise<T>
type Known = { publicId: string }

/** All chargers behind one limit, which is two thirds of what they could give together. */
async function groupUp(
  ask: Ask,
  { chargers, timeZone }: Scenario,
): Promise<Pick<DemoAccess, 'siteId' | 'chargerGroupId'>> {
  const { publicId: site } = await ask<Known>('site.add', { name: 'Depot', timeZone, currency: 'EUR' })
  const most = chargers.reduce((sum, { count, evses, maxPowerW }) => sum + count * evses * maxPowerW, 0)
  const limitW = Math.ceil(most / 1.5 / 10_000) * 10_000
  const { publicId: circuit } = await ask<Known>('circuit.add', { site, name: 'Depot', limitW })
  for (const group of chargers) {
    const { current, maxPowerW, phases } = group
    const ofLine = phases === 1 ? { phases: 'unknown' } : {}
    const supply = current === 'DC' ? { kind: 'dc', maxW: maxPowerW } : { kind: 'ac', maxA: 32, ...ofLine }
    for (const number of numbers(group)) {
      await ask('circuit.connect', { charger: numbered(group.identity, number), circuit, supply })
    }
  }
  return { siteId: site, chargerGroupId: circuit }
}

function chargersOf(scenario: Scenario) {
  return scenario.chargers.flatMap((group) =>
    numbers(group).map((number) => ({
      identity: numbered(group.identity, number),
      name: `${group.current === 'DC' ? 'Bay' : 'Car park'} ${number}`,
      evses: group.evses,
    })),
  )
}

function cardsOf(scenario: Scenario) {
  return scenario.vehicles.flatMap((group) =>
    numbers(group).map((number) => ({
      vehicle: numbered(group.name, number),
      card: numbered(group.card, number),
    })),
  )
}

/** Cards that are to be refused: known, but no longer valid. */
function lostCardsOf({ mishaps }: Scenario): string[] {
  return [...new Set(mishaps.flatMap((mishap) => (mishap.kind === 'wrong-card' ? [mishap.card] : [])))]
}

function numbers({ count, firstNumber = 1 }: { count: number; firstNumber?: number }): number[] {
  return Array.from({ length: count }, (_, index) => firstNumber + index)
}
