import assert from 'node:assert/strict'
import { logIn } from './console.ts'
import { read } from './session-rows.ts'
import type { StrictCharger } from './strict-charger.ts'
import { eventually, type System } from './system.ts'

/** A charger that answers what it is asked about its settings, and what it was asked. */
export type SettingsCharger = StrictCharger & {
  identity: string
  /** All calls of the server, in their order. */
  asked: { action: string; payload: any }[]
  of(action: string): any[]
}

export const boots: Record<string, object> = {
  'ocpp1.6': { chargePointVendor: 'Acme', chargePointModel: 'One', firmwareVersion: '1.0' },
  'ocpp2.0.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two', firmwareVersion: '1.0' } },
  'ocpp2.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two', firmwareVersion: '1.0' } },
}

export type Answers = Record<string, (payload: any) => object | Promise<object>>

/** Connects a charger with these answers and boots it. */
export async function settingsCharger(
  system: System,
  identity: string,
  {
    protocol = 'ocpp1.6',
    answers = {},
    boot = boots[protocol]!,
  }: { protocol?: string; answers?: Answers; boot?: object | null } = {},
): Promise<SettingsCharger> {
  const charger = await system.connectCharger(identity, { protocol })
  const asked: SettingsCharger['asked'] = []
  for (const [action, answer] of Object.entries(answers)) {
    if (typeof answer !== 'function') continue
    charger.handle(action, (payload) => {
      asked.push({ action, payload })
      return answer(payload)
    })
  }
  if (boot) await charger.call('BootNotification', boot)
  return {
    ...charger,
    identity,
    asked,
    of: (action) => asked.filter((one) => one.action === action).map(({ payload }) => payload),
  }
}

/** A 1.6 charger's keys, and how it takes changes. */
export function keysOf(
  keys: Record<string, string>,
  {
    readonly = [],
    refuse = () => null,
  }: { readonly?: string[]; refuse?: (key: string, value: string) => string | null } = {},
): Answers & { keys: any } {
  const spelled = (key: string) => Object.keys(keys).find((one) => one.toLowerCase() === key.toLowerCase())
  const answers: Answers = {
    GetConfiguration: ({ key }: { key?: string[] }) => {
      const names = key?.length ? key : Object.keys(keys)
      return {
        configurationKey: names.flatMap((name) => {
          const known = spelled(name)
          return known ? [{ key: known, readonly: readonly.includes(known), value: keys[known] }] : []
        }),
        unknownKey: names.filter((name) => !spelled(name)),
      }
    },
    ChangeConfiguration: ({ key, value }: { key: string; value: string }) => {
      const refusal = refuse(key, value)
      if (refusal && refusal !== 'RebootRequired') return { status: refusal }
      if (!refusal) keys[spelled(key) ?? key] = value
      return { status: refusal ?? 'Accepted' }
    },
  }
  return Object.assign(answers, { keys }) as Answers & { keys: any }
}

/** Sends a command as a program does and waits for its end. */
export async function command(system: System, identity: string, request: object): Promise<any> {
  const { ctx, send } = await doorOf(system)
  return send(ctx, identity, request)
}

async function doorOf(system: System) {
  const { sendCommand } = await import('#core/commands/send-command.ts')
  const ctx = system.server.storage.contextFor({ tenant: 1, actor: { kind: 'client', name: 'test' }, door: 'cli' })
  return {
    ctx,
    send: (context: typeof ctx, identity: string, request: object) =>
      sendCommand(context, identity, request as never, { deadlineSeconds: 40 }),
  }
}

export type VariableRow = {
  component: string
  variable: string
  instance: string | null
  evse: number | null
  attribute: string
  value: string | null
  mutability: string | null
}

export function variablesOf(system: System): Promise<VariableRow[]> {
  return read(
    system,
    `select component, variable, variable_instance as instance, evse, attribute, value, mutability
       from device_variable order by name_key`,
  ) as Promise<VariableRow[]>
}

/** The value that is known of a variable; undefined when there is none. */
export async function knownValue(
  system: System,
  component: string,
  variable: string,
): Promise<string | null | undefined> {
  const found = (await variablesOf(system)).find((one) => one.component === component && one.variable === variable)
  return found?.value
}

/** The newest provisioning errand with its steps, once it has ended. */
export async function configured(
  system: System,
  forMs = 40_000,
): Promise<{ state: string; result: any; steps: string[] }> {
  const [errand] = await eventually(
    () => read(system, `select id, state, result from errand where kind = 'provisioning' order by id desc limit 1`),
    ([one]) => one !== undefined && one.state !== 'open',
    forMs,
  )
  assert.ok(errand)
  const steps = await read(system, 'select progress from errand_step where errand_id = $1 order by id', [errand.id])
  return { state: errand.state, result: errand.result, steps: steps.map(({ progress }: any) => progress) }
}

export { logIn }
