import type { Ending } from './command-ending.ts'

/** Whether a charger has said that it does not know the message. */
export function isUnsupported({ state, reason }: Pick<Ending, 'state' | 'reason'>): boolean {
  return state === 'refused' && /^(NotImplemented|NotSupported)\b/.test(reason ?? '')
}
