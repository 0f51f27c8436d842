import assert from 'node:assert/strict'
import { read } from './session-rows.ts'
import type { StrictCharger } from './strict-charger.ts'
import { eventually, type System } from './system.ts'
import { makeCsr } from './tls.ts'

export type Version = '1.6' | '2.0.1' | '2.1'

const boots = {
  '1.6': { chargePointVendor: 'Maker', chargePointModel: 'One' },
  2: { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } },
}

/** A charger that is in and has booted, with a list of what it was asked. */
export async function bootedCharger(system: System, version: Version, identity = 'CP-1') {
  const charger = await system.connectCharger(identity, { protocol: `ocpp${version}` })
  const asked: { action: string; params: any }[] = []
  const answers = (action: string, answer: (params: any) => object | Promise<object>) =>
    charger.handle(action, (params) => {
      asked.push({ action, params })
      return answer(params)
    })
  const boot = () => charger.call('BootNotification', version === '1.6' ? boots['1.6'] : boots[2])
  assert.equal((await boot()).status, 'Accepted')
  return {
    ...charger,
    asked,
    answers,
    /** The next call of this kind that it was asked, once there is one. */
    wasAsked: (action: string, count = 1) =>
      eventually(
        async () => asked.filter((one) => one.action === action),
        (found) => found.length >= count,
        10_000,
      ).then((found) => found[count - 1]!.params),
    /** All that it heard was as the standard says. */
    heardNoNonsense: () => assert.deepEqual((charger as StrictCharger).violations, []),
  }
}

export const named = (commonName: string): Record<string, string[]>[] => [{ O: ['Default'] }, { CN: [commonName] }]

export async function csrFor(commonName: string, options: Parameters<typeof makeCsr>[1] = {}) {
  return makeCsr(named(commonName), options)
}

export type ErrandRow = { id: string; kind: string; state: string; progress: string | null; result: any; asked: any }

/** Waits until the newest errand of this kind is as it should be. */
export function errandOf(system: System, kind: string, pleases: (errand: ErrandRow | undefined) => boolean) {
  return eventually(
    async () =>
      (await read(system, 'select * from errand where kind = $1 order by id desc limit 1', [kind]))[0] as
        | ErrandRow
        | undefined,
    pleases,
    10_000,
  )
}

export function contextOf(system: System, tenant = 1) {
  return system.server.storage.contextFor({ tenant, actor: { kind: 'person', name: 'test' }, door: 'console' })
}
