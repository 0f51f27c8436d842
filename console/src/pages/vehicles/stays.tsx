import { Button } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VehicleDetail } from '../../../../api/console/wire/vehicles.ts'
import { del } from '../../api/request.ts'
import { formatEnergy, formatPercent, formatPower } from '../../format/format.ts'
import { Age } from '../../parts/age.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { Instant } from '../../parts/values.tsx'
import { refreshVehicles } from './use-vehicles.ts'
import classes from './vehicles.module.css'

type Request = VehicleDetail['requests'][number]

/** What was said of a vehicle's stays, the next departure first, each with who said it and how old it is. */
export function Stays({ requests }: { requests: readonly Request[] }) {
  const { t } = useTranslation('vehicles')
  return (
    <ul className={classes.list} aria-labelledby="stays">
      {requests.map((request) => (
        <li key={request.id} className={classes.stay}>
          <div>
            {request.departsAt === null ? (
              t('stay.noDeparture')
            ) : (
              <>
                {t('stay.leaves')}{' '}
                <strong>
                  <Instant at={request.departsAt} />
                </strong>
              </>
            )}
            {request.arrivesAt !== null && (
              <span className={classes.dim}>
                {' '}
                · {t('stay.arrives')} <Instant at={request.arrivesAt} />
              </span>
            )}
            <div className="numbers">{wishesOf(t, request).join(' · ')}</div>
          </div>
          <div>
            <PageLink to={`/sites/${request.site.id}`} search={{ tab: 'vehicles' }}>
              {request.site.name}
            </PageLink>{' '}
            {request.charger !== null && (
              <PageLink to={`/chargers/${request.chargerId}`}>
                {request.evse === null ? request.charger : `${request.charger} / ${request.evse}`}
              </PageLink>
            )}{' '}
            {request.sessionId !== null && (
              <PageLink to={`/sessions/${request.sessionId}`}>
                <Mark plain tone="active" icon={IconBolt} label={t('stay.now')} />
              </PageLink>
            )}
            <div className={classes.dim}>
              {t(`source.${request.source}`)} · {t('stay.heard')} <Age at={request.heardAt ?? request.reportedAt} />
            </div>
            {request.source === 'operator' && (
              <TakeBack path={`sites/${request.site.id}/requests/${encodeURIComponent(request.requestId)}`} />
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** What was said by hand is taken back by hand. */
function TakeBack({ path }: { path: string }) {
  const { t } = useTranslation('vehicles')
  const outcome = useOutcome()
  const [asked, setAsked] = useState(false)
  async function takeBack() {
    try {
      await del(path)
    } catch (failure) {
      outcome.failed(failure)
      throw failure
    }
    outcome.done(t('stay.takenBack'))
    void refreshVehicles()
  }
  return (
    <Needs role="operator">
      <Button size="compact-xs" mt={4} variant="default" onClick={() => setAsked(true)}>
        {t('stay.takeBack')}
      </Button>
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('stay.takeBackTitle')}
        action={t('stay.takeBack')}
        onConfirm={takeBack}
      >
        {t('stay.takeBackText')}
      </ConfirmDialog>
    </Needs>
  )
}

function wishesOf(t: TFunction<'vehicles'>, request: Request): string[] {
  const { minimumSoc, targetSoc, needFullWh, klass, precondition } = request
  return [
    minimumSoc === null ? '' : t('stay.minimum', { percent: formatPercent(minimumSoc) }),
    targetSoc === null ? '' : t('stay.target', { percent: formatPercent(targetSoc) }),
    needFullWh === null ? '' : t('stay.need', { energy: formatEnergy(needFullWh) }),
    klass === null ? '' : t('stay.klass', { klass }),
    precondition === null
      ? ''
      : t('stay.precondition', { power: formatPower(precondition.powerW), minutes: precondition.minutes }),
  ].filter((text) => text !== '')
}
