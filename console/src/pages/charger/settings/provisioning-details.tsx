import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ProvisioningView } from '../../../../../api/console/wire/provisioning.ts'
import type { device } from '../../../i18n/en/device.ts'
import { Mark } from '../../../parts/mark.tsx'
import { Instant } from '../../../parts/values.tsx'
import { byNeed, toneOfOutcome } from './setting-outcomes.ts'
import classes from './settings.module.css'

type Texts = (typeof device)['provisioning']

/** What was done, step by step, and what came of each setting. */
export function ProvisioningDetails({ view: { steps, settings } }: { view: ProvisioningView }) {
  const { t, i18n } = useTranslation('device')
  const word = (group: 'step' | 'outcome', name: string) =>
    i18n.exists(`provisioning.${group}.${name}`, { ns: 'device' })
      ? group === 'step'
        ? t(`provisioning.step.${name as keyof Texts['step']}`)
        : t(`provisioning.outcome.${name as keyof Texts['outcome']}`)
      : name
  return (
    <div className={classes.details}>
      {steps.length > 0 && (
        <div>
          <h3 className={classes.small}>{t('provisioning.steps')}</h3>
          <ol className={classes.steps}>
            {steps.map(({ at, step, detail }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id, and two may be alike
              <li key={`${at} ${place}`}>
                <span className={classes.dim}>
                  <Instant at={at} seconds />
                </span>
                <span>
                  {word('step', step)} {detail !== null && <span className={classes.dim}>{detail}</span>}
                </span>
              </li>
            ))}
          </ol>
        </div>
      )}
      {settings.length > 0 && (
        <div>
          <h3 className={classes.small}>{t('provisioning.settings')}</h3>
          <ul className={classes.outcomes}>
            {byNeed(settings).map(({ name, wanted, value, outcome, reason }) => {
              const tone = toneOfOutcome(outcome)
              const icon = tone === 'good' ? IconCircleCheck : tone === 'quiet' ? IconInfoCircle : IconAlertTriangle
              return (
                <li key={name}>
                  <div className={classes.outcomeName}>{name}</div>
                  <Mark tone={tone} icon={icon} label={word('outcome', outcome)} plain />
                  <div className={classes.outcomeValues}>
                    {t('provisioning.wanted')} <code>{wanted}</code>
                    {value !== null && value !== wanted && (
                      <>
                        {' · '}
                        {t('provisioning.has')} <code>{value}</code>
                      </>
                    )}
                    {reason !== null && <span className={classes.dim}> · {reason}</span>}
                  </div>
                </li>
              )
            })}
          </ul>
        </div>
      )}
    </div>
  )
}
