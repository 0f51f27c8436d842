import { Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { WhatIfAnswer } from '../../../../../api/console/wire/circuit-limits.ts'
import { post, RequestFailed } from '../../../api/request.ts'
import { Age } from '../../../parts/age.tsx'
import { failureText } from '../../../parts/failure-text.ts'
import { Mark } from '../../../parts/mark.tsx'
import { Instant } from '../../../parts/values.tsx'
import { rateText } from '../rate-text.ts'
import classes from '../sites.module.css'
import { worstFirst } from './cap-form.ts'

const mostShown = 50

/** What every session would get with the cap, and who would be late. Changes nothing. */
export function WhatIfPreview({ circuitId, asked }: { circuitId: number; asked: string | null }) {
  const { t } = useTranslation('sites')
  const { t: tCommon } = useTranslation()
  const { data, error, isFetching } = useQuery({
    queryKey: ['what-if', circuitId, asked],
    queryFn: () => {
      const [value, unit] = (asked ?? '').split(' ')
      return post<WhatIfAnswer>(`circuits/${circuitId}/what-if`, { value: Number(value), unit })
    },
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  return (
    <div className={classes.preview} aria-live="polite" aria-busy={isFetching}>
      <h3 id="what-if" className={classes.previewTitle}>
        {t('whatIf.title')}
      </h3>
      {asked === null ? (
        <p className={classes.hint}>{t('whatIf.none')}</p>
      ) : error ? (
        <p className={classes.hint}>
          {error instanceof RequestFailed && error.code === 'conflict'
            ? t('whatIf.noRound')
            : failureText(tCommon, error)}
        </p>
      ) : data ? (
        <Answer answer={data} />
      ) : (
        <Skeleton height={56} />
      )}
    </div>
  )
}

function Answer({ answer }: { answer: WhatIfAnswer }) {
  const { t } = useTranslation('sites')
  const sessions = worstFirst(answer.sessions)
  const more = answer.late - answer.lateNow
  const changed = sessions.filter((one) => one.granted !== one.wouldBeGranted).length
  return (
    <>
      <p className={classes.previewSum}>
        {sessions.length === 0 ? (
          <Mark tone="quiet" icon={IconInfoCircle} label={t('whatIf.nobody')} />
        ) : (
          <>
            <Mark
              tone={more > 0 ? 'bad' : 'good'}
              icon={more > 0 ? IconAlertTriangle : IconCheck}
              label={more > 0 ? t('whatIf.later', { count: more }) : t('whatIf.sameLate')}
            />
            <span>{t('whatIf.changed', { count: changed, all: sessions.length })}</span>
            {answer.lateNow > 0 && (
              <span className={classes.dim}>{t('whatIf.lateNow', { count: answer.lateNow })}</span>
            )}
          </>
        )}
        <span className={classes.dim}>
          {t('asOf')} <Age at={answer.at} />
        </span>
      </p>
      {sessions.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
        <section className={classes.scroll} tabIndex={0} aria-labelledby="what-if">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('whatIf.session')}</th>
                <th scope="col">{t('whatIf.now')}</th>
                <th scope="col">{t('whatIf.withCap')}</th>
                <th scope="col">{t('whatIf.departure')}</th>
              </tr>
            </thead>
            <tbody>
              {sessions.slice(0, mostShown).map((one) => (
                <tr key={one.sessionId}>
                  <th scope="row">
                    {one.vehicle ?? t('evse.session', { id: one.sessionId })}
                    <small className={classes.dim}>
                      {' '}
                      {one.charger} / {one.evse}
                    </small>
                  </th>
                  <td className="numbers">{rateText(one.granted, one.unit)}</td>
                  <td className="numbers">
                    <strong>{rateText(one.wouldBeGranted, one.unit)}</strong>
                  </td>
                  <td>
                    {one.departsAt === null ? <span className={classes.dim}>–</span> : <Instant at={one.departsAt} />}
                    {one.wouldBeLate && <strong className={classes.bad}> {t('whatIf.late')}</strong>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}
