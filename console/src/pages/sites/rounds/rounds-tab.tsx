import { Button, UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconDownload, IconListDetails } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SteeringRound } from '../../../../../api/console/wire/site-rounds.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { apiUrl } from '../../../api/request.ts'
import { formatNumber } from '../../../format/format.ts'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import { Instant } from '../../../parts/values.tsx'
import { rateText } from '../rate-text.ts'
import { ReasonText } from '../reason-text.tsx'
import classes from '../sites.module.css'
import { useKnownText } from '../use-known-text.ts'
import { useRound, useRounds } from '../use-sites.ts'
import { grantsOf, nameOfBinding } from './round-words.ts'

/** Every decision of the engine; each can be opened, and downloaded to be replayed. */
export function RoundsTab({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { t: tCommon } = useTranslation()
  const { rounds, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRounds(site.row.id)
  const [open, setOpen] = useState<number | null>(null)
  if (!rounds)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={6} height={44} />
  if (rounds.length === 0)
    return (
      <EmptyState icon={IconListDetails} title={t('rounds.none')}>
        {t('rounds.noneText')}
      </EmptyState>
    )
  return (
    <section aria-label={t('tabs.rounds')} className={classes.section}>
      <p className={classes.hint}>{t('rounds.hint')}</p>
      <ul className={classes.list}>
        {rounds.map((round) => (
          <RoundRow
            key={round.id}
            site={site}
            round={round}
            isOpen={open === round.id}
            onToggle={() => setOpen(open === round.id ? null : round.id)}
          />
        ))}
      </ul>
      {hasNextPage && (
        <Button mt="md" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {tCommon('actions.loadMore')}
        </Button>
      )}
    </section>
  )
}

interface RowProps {
  site: SiteDetail
  round: SteeringRound
  isOpen: boolean
  onToggle: () => void
}

function RoundRow({ site, round, isOpen, onToggle }: RowProps) {
  const { t } = useTranslation('sites')
  const known = useKnownText()
  return (
    <li className={classes.round}>
      <UnstyledButton className={classes.roundHead} aria-expanded={isOpen} onClick={onToggle}>
        <IconChevronRight size={16} aria-hidden className={classes.chevron} />
        <Instant at={round.at} seconds />
        <span>{known('cause', round.cause)}</span>
        <span className="numbers">
          {t('rounds.grants', { count: round.grants })}
          {' · '}
          {t('rounds.sends', { count: round.sends })}
          {' · '}
          {formatNumber(round.durationMs, [0, 1])} ms
        </span>
      </UnstyledButton>
      {isOpen && <Opened site={site} round={round} />}
    </li>
  )
}

function Opened({ site, round }: { site: SiteDetail; round: SteeringRound }) {
  const { t } = useTranslation('sites')
  const { data, error, refetch } = useRound(round.id)
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={2} height={36} />
  const grants = grantsOf(data, site.chargers)
  return (
    <div className={classes.opened}>
      <p className={classes.hint}>
        {t('rounds.about', { engine: round.engine, fence: round.fence })} <code>{round.inputHash.slice(0, 16)}</code>
      </p>
      {grants.length === 0 ? (
        <p className={classes.hint}>{t('rounds.nobody')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
        <section className={classes.scroll} tabIndex={0} aria-label={t('rounds.table')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('rounds.place')}</th>
                <th scope="col">{t('rounds.session')}</th>
                <th scope="col">{t('rounds.granted')}</th>
                <th scope="col">{t('rounds.sent')}</th>
                <th scope="col">{t('rounds.why')}</th>
              </tr>
            </thead>
            <tbody>
              {grants.map((grant) => (
                <tr key={grant.key}>
                  <th scope="row">{grant.place}</th>
                  <td>
                    <PageLink to={`/sessions/${grant.sessionId}`}>{grant.sessionId}</PageLink>
                  </td>
                  <td className="numbers">{rateText(grant.value, grant.unit)}</td>
                  <td>{grant.sent === null ? '–' : t(`rounds.kind.${grant.sent}`)}</td>
                  <td>
                    <ReasonText
                      siteId={site.row.id}
                      reason={grant.reason}
                      boundBy={grant.boundBy}
                      boundByName={nameOfBinding(grant.boundBy, site)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Button
        component="a"
        size="xs"
        variant="default"
        href={apiUrl(`rounds/${round.id}/download`)}
        download
        leftSection={<IconDownload size={15} aria-hidden />}
      >
        {t('rounds.download')}
      </Button>
    </div>
  )
}
