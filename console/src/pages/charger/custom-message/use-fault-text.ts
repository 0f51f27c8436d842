import { useTranslation } from 'react-i18next'
import type { Fault } from './payload-faults.ts'

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'] as const

/** What is wrong with a member, in a sentence. */
export function useFaultText(): (fault: Fault) => string {
  const { t } = useTranslation('device')
  return ({ kind, expected }) => {
    if (kind !== 'type') return t(`custom.fault.${kind}`, { expected })
    const known = types.find((type) => type === expected)
    return t('custom.fault.type', { expected: known ? t(`custom.type.${known}`) : expected })
  }
}
