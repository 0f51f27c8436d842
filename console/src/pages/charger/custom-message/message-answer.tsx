import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CustomOutcome } from '../../../../../api/console/wire/chargers.ts'
import { useOcppWords } from '../../../i18n/ocpp-words.ts'
import { Frame } from '../message-row.tsx'
import classes from './custom-message.module.css'

/** What the charger answered to a message, or why there is no answer. */
export function MessageAnswer({ action, outcome }: { action: string; outcome: CustomOutcome }) {
  const { t } = useTranslation('device')
  const words = useOcppWords()
  const { success, response, error } = outcome
  const status = (response as { status?: unknown } | null)?.status
  const isNo = typeof status === 'string' && /^(Rejected|NotSupported|NotImplemented|Failed|Unknown)/.test(status)
  const Glyph = success && !isNo ? IconCircleCheck : IconAlertTriangle
  return (
    <section
      className={classes.answer}
      aria-label={t('custom.answer')}
      data-tone={success ? (isNo ? 'warn' : 'good') : 'bad'}
    >
      <p className={classes.answerHead}>
        <Glyph size={18} aria-hidden />
        <span>
          <strong>
            {success ? t('custom.answered', { action }) : t('custom.notAnswered', { action })}
            {typeof status === 'string' && `: ${status}`}
          </strong>
          {typeof status === 'string' && words.answer(status) !== null && <> {words.answer(status)}</>}
          {error !== null && (
            <>
              {' '}
              {words.result(error.code) ?? error.code}
              {error.description !== '' && ` (${error.description})`}
            </>
          )}
        </span>
      </p>
      {response !== null && (
        <Frame title={t('custom.answer')} copyLabel={t('custom.copyAnswer')} frame={JSON.stringify(response)} />
      )}
      {error !== null && Object.keys(error.details).length > 0 && (
        <Frame title={t('custom.details')} copyLabel={t('custom.copyAnswer')} frame={JSON.stringify(error.details)} />
      )}
    </section>
  )
}
