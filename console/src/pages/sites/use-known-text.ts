import { useTranslation } from 'react-i18next'
import type { Texts } from '../../i18n/en.ts'

type Kind = 'alarm' | 'cause' | 'assumed' | 'change' | 'meterFault'

/** The text for a word of the engine, or the word itself when this console is older than the engine. */
export function useKnownText(): (kind: Kind, word: string) => string {
  const { t, i18n } = useTranslation('steering')
  return (kind, word) =>
    i18n.exists(`steering:${kind}.${word}`)
      ? t(`${kind}.${word}` as `alarm.${keyof Texts['steering']['alarm'] & string}`)
      : word
}
