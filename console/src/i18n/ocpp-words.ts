import i18next from 'i18next'
import { useTranslation } from 'react-i18next'

/**
 * What words of the wire mean in the person's language. They come from chargers, so any of them may be one we never
 * heard: then these give null, or the word itself.
 */
export interface OcppWords {
  statusWord: (status: string) => string
  statusMeaning: (status: string | null) => string | null
  /** `Vehicle unplugged`. */
  stopReason: (reason: string) => string
  /** `the vehicle was unplugged`, to follow "because". */
  stopBecause: (reason: string) => string | null
  errorWord: (code: string) => string
  errorMeaning: (code: string) => string | null
  triggerReason: (reason: string) => string | null
  chargingState: (state: string) => string | null
  bootReason: (reason: string) => string | null
  action: (action: string) => string | null
  /** `No answer`; an error code of OCPP as it is. */
  resultWord: (result: string) => string
  result: (result: string) => string | null
  closeMeaning: (code: string) => string | null
  answer: (word: string) => string | null
  repair: (rule: string) => string | null
  flagWord: (flag: string) => string
  flagMeaning: (flag: string) => string | null
}

/** The words, anew when the language changes. */
export function useOcppWords(): OcppWords {
  useTranslation()
  return ocppWords
}

export const ocppWords: OcppWords = {
  statusWord: (status) => lookUp('words', 'status', status) ?? status,
  statusMeaning: (status) => lookUp('ocpp', 'status', status ?? 'none'),
  stopReason: (reason) => lookUp('ocpp', 'stopReason', reason, 'word') ?? reason,
  stopBecause: (reason) => lookUp('ocpp', 'stopReason', reason, 'because'),
  errorWord: (code) => lookUp('ocpp', 'errorCode', code) ?? code,
  errorMeaning: (code) => lookUp('words', 'fault', code),
  triggerReason: (reason) => lookUp('ocpp', 'triggerReason', reason),
  chargingState: (state) => lookUp('ocpp', 'chargingState', state),
  bootReason: (reason) => lookUp('ocpp', 'bootReason', reason),
  action: (action) => lookUp('ocpp', 'action', action),
  resultWord: (result) => lookUp('ocpp', 'resultWord', result) ?? result,
  result: (result) => lookUp('ocpp', 'result', result),
  closeMeaning: (code) => lookUp('ocpp', 'closeCode', code),
  answer: (word) => lookUp('ocpp', 'answer', word),
  repair: (rule) => lookUp('ocpp', 'repair', rule),
  flagWord: (flag) => lookUp('session', 'flag', flag, 'word') ?? flag,
  flagMeaning: (flag) => lookUp('session', 'flag', flag, 'meaning'),
}

function lookUp(namespace: string, ...path: string[]): string | null {
  // A word with a dot or colon in it would lead elsewhere.
  if (!path.every((part) => /^[\w-]{1,64}$/.test(part))) return null
  const found: unknown = i18next.getResource(i18next.language, namespace, path.join('.'))
  return typeof found === 'string' ? found : null
}
