import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { deviations } from '../../i18n/en/deviations.ts'

type Rule = keyof (typeof deviations)['rule']

/** Gives a rule in one sentence; one that this console does not know yet by its name. */
export function useRuleText(): (rule: string) => string {
  const { t, i18n } = useTranslation('deviations')
  return useCallback(
    (rule) =>
      i18n.exists(`rule.${rule}`, { ns: 'deviations' }) ? t(`rule.${rule as Rule}`) : t('unknownRule', { rule }),
    [t, i18n],
  )
}
