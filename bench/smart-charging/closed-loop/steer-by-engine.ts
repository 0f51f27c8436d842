import { addCircuit } from '#core/circuits/change-circuit.ts'
import { addSite, goLive } from '#core/circuits/change-site.ts'
import { connectCharger } from '#core/circuits/connect-charger.ts'
import { addMeter } from '#core/circuits/meters/add-meter.ts'
import type { Context } from '#core/context.ts'
import type { SiteView, SiteViews } from '#core/steering/site-view.ts'
import type { CircuitMeters } from '#server/circuit-meters.ts'
import type { RunningServer } from '#server/start-server.ts'
import type { SitePlan } from '#simulator/site/site-plan.ts'
import type { Steer } from './steer.ts'
import type { SteeringSight } from './steering-sight.ts'
import { supplyOf } from './supply-of.ts'

/** What a running server has to offer to be judged from inside. */
type Offers = { steering?: SiteViews; circuitMeters?: Pick<CircuitMeters, 'push'> }

/** The server's own engine: the site is set up and taken live as an operator would do it. */
export const steerByEngine: Steer = async ({ server, ctx, plan }) => {
  const { steering, circuitMeters } = server as RunningServer & Offers
  if (!steering || !circuitMeters) throw new Error('this server shows neither its engine nor its meters')
  const site = await setUp(ctx, plan)
  return {
    push({ circuit, at, amps, powerW }) {
      const meterId = site.meters.get(circuit)
      // A meter does not care who listens.
      if (meterId !== undefined) circuitMeters.push(meterId, [{ at, amps, powerW }]).catch(() => {})
    },
    sight() {
      const view = steering.view(site.id)
      return view && seen(view, site)
    },
    async stop() {},
  }
}

type SetUp = {
  id: number
  circuits: ReadonlyMap<string, number>
  meters: ReadonlyMap<string, number>
  identities: ReadonlyMap<number, string>
}

async function setUp(ctx: Context, plan: SitePlan): Promise<SetUp> {
  const { id } = await addSite(ctx, { name: 'closed loop', timeZone: 'UTC', settings: {} })
  const circuits = new Map<string, number>()
  const meters = new Map<string, number>()
  const identities = new Map<number, string>()
  for (const { name, parent, ratedA, hasMeter, unmanagedA } of plan.circuits) {
    const worst = unmanagedA?.[1] ?? 0
    const circuit = await addCircuit(ctx, {
      siteId: id,
      name,
      parentId: parent === null ? null : circuits.get(parent)!,
      ratedA,
      assumed: [{ from: '00:00', amps: { L1: worst, L2: worst, L3: worst } }],
    })
    circuits.set(name, circuit.id)
    if (!hasMeter) continue
    const asked = { circuitId: circuit.id, measures: 'total', intervalSeconds: 5, source: { kind: 'push' } } as const
    meters.set(name, (await addMeter(ctx, asked)).meter.id)
  }
  for (const charger of plan.chargers) {
    const circuitId = circuits.get(charger.circuit)!
    const { chargerId } = await connectCharger(ctx, {
      identity: charger.identity,
      circuitId,
      evses: [{ evse: 1, ...supplyOf(charger) }],
    })
    identities.set(chargerId, charger.identity)
  }
  await goLive(ctx, id)
  return { id, circuits, meters, identities }
}

function seen({ rows, places }: SiteView, { circuits, identities }: SetUp): SteeringSight {
  const names = new Map([...circuits].map(([name, id]) => [id, name]))
  return {
    rows: rows.map(({ id, circuitId, kind, limit, base, committed }) => ({
      ...{ id, circuit: names.get(circuitId)!, kind, limit, base, committed },
    })),
    places: places.map(({ account, cap }) => ({
      identity: identities.get(account.chargerId)!,
      cap,
      granted: highest([account.confirmed?.value ?? null, ...account.pending.map(({ value }) => value)]),
      isSteered: account.link.online && account.conduct.kind === 'steerable',
    })),
  }
}

function highest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}
