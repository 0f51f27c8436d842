import { ActionIcon, Button, Title } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlus, IconQuestionMark, IconTrash } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LimitFeed } from '../../../../../api/console/wire/limit-feeds.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { formatNumber, formatPower } from '../../../format/format.ts'
import { serverWords } from '../../../i18n/server-words.ts'
import { Age } from '../../../parts/age.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Mark } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { Instant } from '../../../parts/values.tsx'
import { RemoveDialog } from '../circuits/remove-dialog.tsx'
import classes from '../sites.module.css'
import { FeedDialog } from './feed-dialog.tsx'
import { useFeeds } from './use-feeds.ts'

/** From where limits are fetched: who speaks, whether they are heard, and what counts when they are not. */
export function FeedsSection({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('feeds')
  const { data, error, refetch } = useFeeds(site.row.id)
  const [adding, setAdding] = useState(false)
  return (
    <section aria-labelledby="feeds" className={classes.section}>
      <div className={classes.treeHead}>
        <Title order={2} id="feeds" className={classes.sectionTitle}>
          {t('title')}
        </Title>
        <Needs role="administrator">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            disabled={site.circuits.length === 0}
            onClick={() => setAdding(true)}
          >
            {t('add')}
          </Button>
        </Needs>
      </div>
      <p className={classes.hint}>{t('hint')}</p>
      {!data &&
        (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={1} height={56} />)}
      {data?.items.length === 0 && <p className={classes.hint}>{t('none')}</p>}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-labelledby="feeds">
          {data.items.map((feed) => (
            <FeedRow key={feed.id} feed={feed} circuit={circuitOf(site, feed)} />
          ))}
        </ul>
      )}
      {adding && <FeedDialog site={site} onClose={() => setAdding(false)} />}
    </section>
  )
}

function FeedRow({ feed, circuit }: { feed: LimitFeed; circuit: string }) {
  const { t } = useTranslation('feeds')
  const [removing, setRemoving] = useState(false)
  return (
    <li className={classes.limitRow}>
      <div>
        <strong>{feed.name}</strong> · {circuit}
        <div className={classes.dim}>
          {t(`kind.${feed.kind}`)} · OpenADR 3 · <span className={classes.quote}>{feed.url}</span>
        </div>
        <div className={classes.dim}>{factsOf(t, feed).join(' · ')}</div>
      </div>
      <FeedState feed={feed} />
      <Needs role="administrator">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.rowEnd}
          aria-label={t('remove', { name: feed.name })}
          onClick={() => setRemoving(true)}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Needs>
      {removing && (
        <RemoveDialog
          title={t('removeTitle', { name: feed.name })}
          text={t('removeText', { circuit })}
          path={`limit-feeds/${feed.id}`}
          done={t('removed', { name: feed.name })}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  )
}

function FeedState({ feed: { heardAt, failingSince, error } }: { feed: LimitFeed }) {
  const { t } = useTranslation('feeds')
  return (
    <div>
      {failingSince !== null ? (
        <>
          <Mark plain tone="bad" icon={IconAlertTriangle} label={t('state.failing')} />{' '}
          <span className={classes.dim}>
            {t('since')} <Instant at={failingSince} />
          </span>
          {error !== null && <div className={classes.bad}>{serverWords(error)}</div>}
        </>
      ) : (
        <Mark
          plain
          tone={heardAt === null ? 'warn' : 'good'}
          icon={heardAt === null ? IconQuestionMark : IconCheck}
          label={t(heardAt === null ? 'state.never' : 'state.heard')}
        />
      )}
      {heardAt !== null && (
        <div className={classes.dim}>
          {t('lastHeard')} <Age at={heardAt} />
        </div>
      )}
    </div>
  )
}

function factsOf(t: TFunction<'feeds'>, { lease, pollSeconds, levelsW, takesPrices, programId }: LimitFeed): string[] {
  const minutes = formatNumber(lease.seconds / 60, [0, 1])
  return [
    t('fallback', { power: formatPower(lease.fallback), minutes }),
    t('polled', { seconds: pollSeconds }),
    levelsW ? t('levels', { levels: levelsW.map((watts) => formatPower(watts)).join(' / ') }) : '',
    takesPrices ? t('prices') : '',
    programId === null ? '' : t('programme', { id: programId }),
  ].filter((text) => text !== '')
}

function circuitOf({ circuits }: SiteDetail, { circuitId }: LimitFeed): string {
  return circuits.find(({ id }) => id === circuitId)?.name ?? '–'
}
