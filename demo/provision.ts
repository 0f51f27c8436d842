import { callAdmin } from '#server/admin-socket.ts'
import { numbered, type Scenario } from '#simulator/scenario.ts'

/** How to get into the demo. */
export type DemoAccess = {
  console: { user: string; password: string }
  depotClient: { id: string; secret: string }
  /** For the platform API. */
  platformToken: string
  /** Identities. */
  chargers: string[]
}

type Login = { login: string; password: string }

/** Makes what the scenario needs, as an operator would: chargers, the vehicles' cards, an API client and an API token. */
export async function provision(dataFolder: string, scenario: Scenario, { login, password }: Login) {
  const ask = async <T>(operation: string, args: object) =>
    (await callAdmin({ data: dataFolder, operation, args })) as T

  const passwords = new Map<string, string>()
  for (const { identity, name, evses } of chargersOf(scenario)) {
    const added = await ask<{ password: string }>('charger.add', { identity, name, evses, provisioning: 'off' })
    passwords.set(identity, added.password)
  }
  for (const { vehicle, card } of cardsOf(scenario)) await ask('token.add', { uids: [card], vehicle })
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
  }
  return { access, passwords }
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
