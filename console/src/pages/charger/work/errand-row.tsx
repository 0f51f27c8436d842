import { Button, Loader } from '@mantine/core'
import { type Icon, IconAlertTriangle, IconBan, IconCircleCheck, IconClockX } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrandView } from '../../../../../api/console/wire/devices.ts'
import { Age } from '../../../parts/age.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Instant } from '../../../parts/values.tsx'
import { errandTitle, factsOf, progressText, reasonOf } from './errand-text.ts'
import { useErrandSteps } from './use-errands.ts'
import classes from './work.module.css'

const looks: Record<Exclude<ErrandView['state'], 'open'>, { icon: Icon; tone: string }> = {
  done: { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconAlertTriangle, tone: 'bad' },
  expired: { icon: IconClockX, tone: 'warn' },
  cancelled: { icon: IconBan, tone: 'quiet' },
}

/** One errand: what it is, how far, until when; its steps when somebody asks for them. */
export function ErrandRow({ errand }: { errand: ErrandView }) {
  const { t, i18n } = useTranslation('device')
  const isKnown = (key: string) => i18n.exists(key, { ns: 'device' })
  const [open, setOpen] = useState(false)
  const panel = useId()
  const { kind, state, progress } = errand
  const reason = reasonOf(errand)
  const Glyph = state === 'open' ? null : looks[state].icon
  return (
    <div className={classes.errand} data-tone={state === 'open' ? 'active' : looks[state].tone}>
      <span className={classes.icon}>{Glyph ? <Glyph size={18} aria-hidden /> : <Loader size={16} aria-hidden />}</span>
      <div className={classes.words}>
        <strong>{errandTitle(t, kind, isKnown)}</strong>
        <div>
          <span className={classes.state}>{t(`errand.state.${state}`)}</span>
          {progress !== null && progress !== state && <> · {progressText(t, progress, isKnown)}</>}
        </div>
        {reason !== null && <div>{reason}</div>}
        <div className={classes.dim}>
          {errand.endedAt === null ? (
            <>
              {t('errand.begun')} <Age at={errand.createdAt} /> · {t('errand.givenUp')}{' '}
              <Age at={errand.deadlineAt} ahead />
            </>
          ) : (
            <>
              {t('errand.ended')} <Age at={errand.endedAt} />
            </>
          )}
        </div>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'errand.hideSteps' : 'errand.showSteps')}
        </Button>
        {open && (
          <div id={panel}>
            <Steps errand={errand} isKnown={isKnown} />
          </div>
        )}
      </div>
    </div>
  )
}

function Steps({ errand, isKnown }: { errand: ErrandView; isKnown: (key: string) => boolean }) {
  const { t } = useTranslation('device')
  const { data, error, refetch } = useErrandSteps(errand.chargerId, errand.id, errand.state === 'open')
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingRows rows={3} height={24} />
  return (
    <div className={classes.steps}>
      {data.steps.length === 0 && <p className={classes.dim}>{t('errand.noSteps')}</p>}
      <ol className={classes.stepList}>
        {data.steps.map(({ at, progress, detail }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id, and two may be alike
          <li key={`${at} ${place}`}>
            <span className={classes.stepTime}>
              <Instant at={at} seconds />
            </span>
            <span>
              {progressText(t, progress, isKnown)}
              {detail !== null && <span className={classes.dim}> {detail}</span>}
            </span>
          </li>
        ))}
      </ol>
      <Facts title={t('errand.asked')} facts={factsOf(data.asked)} />
      <Facts title={t('errand.result')} facts={factsOf(data.result)} />
    </div>
  )
}

function Facts({ title, facts }: { title: string; facts: [string, string][] }) {
  if (facts.length === 0) return null
  return (
    <dl className={classes.facts} aria-label={title}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value.length > 400 ? `${value.slice(0, 400)}…` : value}</dd>
        </div>
      ))}
    </dl>
  )
}
