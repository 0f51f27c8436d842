import type { CommandRequest } from '#core/commands/requests.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import type { Context } from '#core/context.ts'
import type { BenchCharger } from './session-bench.ts'
import { read } from './session-rows.ts'
import type { System } from './system.ts'

/** What people may do, without a door in between. */
export async function asPerson(system: System): Promise<Context> {
  const [tenant] = await read(system, 'select id::int from tenant order by id limit 1')
  const actor = { kind: 'person', name: 'anna' } as const
  return system.server.storage.contextFor({ tenant: tenant!.id, actor, door: 'console' })
}

/** Asks a charger, and waits for how that ends. */
export async function ask(
  system: System,
  { identity }: Pick<BenchCharger, 'identity'>,
  request: CommandRequest,
  how: { deadlineSeconds?: number } = {},
) {
  return sendCommand(await asPerson(system), identity, request, how)
}

/** The server's calls to a charger, by action, with the answers that the test gives; each call is kept. */
export function answering(charger: BenchCharger, answers: Record<string, (params: any) => object>) {
  const calls: { action: string; params: any }[] = []
  for (const [action, answer] of Object.entries(answers)) {
    charger.handle(action, (params) => {
      calls.push({ action, params })
      return answer(params)
    })
  }
  return {
    calls,
    of: (action: string) => calls.filter((one) => one.action === action).map(({ params }) => params),
  }
}

/** A TransactionEvent as every version from 2.0.1 on has it. */
export function event(seqNo: number, eventType: string, timestamp: string, more: Record<string, any> = {}) {
  const { transactionId = 'T-1', chargingState, stoppedReason, remoteStartId, tariffId, ...rest } = more
  const told = { transactionId, chargingState, stoppedReason, remoteStartId, tariffId }
  const transactionInfo = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
  return { eventType, timestamp, triggerReason: 'MeterValuePeriodic', seqNo, transactionInfo, ...rest }
}

export function meter(value: number, timestamp: string, context = 'Sample.Periodic') {
  return { meterValue: [{ timestamp, sampledValue: [{ value, context, unitOfMeasure: { unit: 'Wh' } }] }] }
}

export const card = { idToken: { idToken: 'CARD-1', type: 'Central' }, evse: { id: 1, connectorId: 1 } }
