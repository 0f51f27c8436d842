import { CallFault, type FaultKind } from '#ocpp/rpc/errors.ts'
import type { CallFrame } from '#ocpp/rpc/frames.ts'
import type { Validator } from '#ocpp/rpc/validate.ts'
import { writeError, writeResult } from '#ocpp/rpc/write-frame.ts'
import type { Misbehaviour } from '../misbehaviour.ts'
import { oftenShort, type Random } from '../random.ts'
import type { Version } from './connection.ts'
import type { Dialogue, Reply } from './dialogue.ts'
import type { RegistrationStatus } from './registration.ts'

type Listener = {
  version: Version
  validator: Validator
  misbehaviour: Misbehaviour
  dialogue: Dialogue
  registration: RegistrationStatus
  /** Lets so much simulated time pass. */
  sleep(ms: number): Promise<void>
  random: Random
}

/** The answer to a call of the server, and what follows once it is sent; null when the charger keeps silent. */
export async function answerCall(
  { id, action, payload }: CallFrame,
  listener: Listener,
): Promise<{ text: string; afterwards?: () => void } | null> {
  const { misbehaviour, version } = listener
  const contrary = Object.hasOwn(misbehaviour.answers, action) ? misbehaviour.answers[action] : undefined
  if (misbehaviour.isSilent || contrary === 'silent') return null
  const delayMs = typeof contrary === 'object' ? contrary.delayMs : misbehaviour.answerDelayMs
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs).unref())
  const { answerDelaySeconds } = misbehaviour
  if (answerDelaySeconds) await listener.sleep(oftenShort(listener.random, answerDelaySeconds) * 1_000)

  try {
    if (contrary === 'not-implemented') throw new CallFault('not-implemented', `${action} is not implemented`)
    const { answer, afterwards } = await decide(action, payload, listener, contrary === 'rejected')
    return { text: writeResult(id, answer), ...(afterwards ? { afterwards } : {}) }
  } catch (error) {
    if (!(error instanceof CallFault)) throw error
    return { text: writeError(id, version, { kind: error.kind as FaultKind, description: error.message }) }
  }
}

async function decide(action: string, payload: unknown, listener: Listener, isRefused: boolean): Promise<Reply> {
  const { validator, dialogue, registration } = listener
  if (registration === 'rejected') throw new CallFault('security', 'not accepted')
  const checked = validator.call(action, payload, 'strict')
  if (!checked.ok) throw new CallFault(checked.kind, checked.description)
  if (!isRefused) return dialogue.answer(action, checked.payload)
  const answer = dialogue.refuse(action, checked.payload)
  if (answer === null) throw new CallFault('not-supported', `${action} is not supported`)
  return { answer }
}
