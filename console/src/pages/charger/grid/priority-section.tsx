import { Button } from '@mantine/core'
import { IconArrowBigUpLines, IconMinus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { ChargerGrid } from '../../../../../api/console/wire/grid.ts'
import { Mark } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import classes from '../asked-section.module.css'
import { AskedSection, SectionButton } from '../asked-section.tsx'
import { barrierTo } from '../barrier.ts'
import { useAsk } from '../use-ask.ts'
import { PriorityDialog } from './priority-dialog.tsx'

interface PrioritySectionProps {
  detail: ChargerDetail
  priority: ChargerGrid['priority']
}

/** Which running sessions charge with priority; each is given it, or put back among the others. */
export function PrioritySection({ detail, priority }: PrioritySectionProps) {
  const { t } = useTranslation('grid')
  const [isDialogOpen, setDialogOpen] = useState(false)
  const running = detail.row.connectors.flatMap(({ sessionId, evse }) =>
    sessionId === null ? [] : [{ sessionId, evse }],
  )
  return (
    <AskedSection
      detail={detail}
      kind="use-priority-charging"
      title={t('priority.title')}
      hint={t('priority.hint')}
      actions={(isBarred) => (
        <SectionButton
          disabled={isBarred}
          leftSection={<IconArrowBigUpLines size={15} aria-hidden />}
          onClick={() => setDialogOpen(true)}
        >
          {t('priority.profile')}
        </SectionButton>
      )}
    >
      {isDialogOpen && <PriorityDialog detail={detail} onClose={() => setDialogOpen(false)} />}
      {running.length === 0 && <p className={classes.hint}>{t('priority.none')}</p>}
      {running.length > 0 && (
        <ul className={classes.list} aria-label={t('priority.title')}>
          {running.map(({ sessionId, evse }) => {
            const has = priority.find((one) => one.sessionId === sessionId)
            return (
              <li key={sessionId} className={classes.row}>
                <PageLink to={`/sessions/${sessionId}`}>{t('priority.session', { id: sessionId, evse })}</PageLink>
                <div>
                  <PriorityMark has={has !== undefined} />
                </div>
                <span className={classes.dim}>{has && t(has.askedHere ? 'priority.asked' : 'priority.driver')}</span>
                <PriorityButton detail={detail} sessionId={sessionId} has={has !== undefined} />
              </li>
            )
          })}
        </ul>
      )}
    </AskedSection>
  )
}

export function PriorityMark({ has }: { has: boolean }) {
  const { t } = useTranslation('grid')
  return has ? (
    <Mark tone="active" icon={IconArrowBigUpLines} label={t('priority.has')} />
  ) : (
    <Mark tone="quiet" icon={IconMinus} label={t('priority.hasNot')} />
  )
}

export function PriorityButton({ detail, sessionId, has }: { detail: ChargerDetail; sessionId: number; has: boolean }) {
  const { t } = useTranslation('grid')
  const { t: charger } = useTranslation('charger')
  const ask = useAsk(detail.row.id)
  const barrier = barrierTo('use-priority-charging', detail)
  return (
    <Needs role="operator">
      <Button
        size="xs"
        variant="default"
        disabled={barrier !== null}
        title={barrier === null ? undefined : charger(`why.${barrier}`)}
        onClick={() => void ask({ kind: 'use-priority-charging', sessionId, activate: !has }).catch(() => {})}
      >
        {t(has ? 'priority.take' : 'priority.give')}
      </Button>
    </Needs>
  )
}
