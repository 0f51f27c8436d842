import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconBan, IconCircleCheck, IconClockHour4, IconPlayerPlay, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlexibilityOffer } from '../../../../../api/console/wire/flexibility.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { post } from '../../../api/request.ts'
import { serverNow } from '../../../clock/server-clock.ts'
import { useServerNow } from '../../../clock/use-server-now.ts'
import { formatPower } from '../../../format/format.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { Mark, type Tone } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { Instant } from '../../../parts/values.tsx'
import { RemoveDialog } from '../circuits/remove-dialog.tsx'
import classes from '../sites.module.css'
import { refreshSites } from '../use-sites.ts'
import { ActivationDialog } from './activation-dialog.tsx'
import { offerOf, type SpanForm, spanOf } from './flexibility-form.ts'
import { ListedSection } from './listed-section.tsx'
import { SpanFields } from './span-fields.tsx'

/** What the site promised to draw less, newest first. */
export function OffersSection({ site, offers }: { site: SiteDetail; offers: readonly FlexibilityOffer[] }) {
  const { t } = useTranslation('flexibility')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <ListedSection
        site={site}
        id="offers"
        words={{ title: t('offers.title'), hint: t('offers.hint'), none: t('offers.none'), add: t('offers.ask') }}
        onAdd={() => setAsking(true)}
      >
        {offers.map((offer) => (
          <OfferRow key={offer.id} site={site} offer={offer} />
        ))}
      </ListedSection>
      {asking && <OfferDialog siteId={site.row.id} onClose={() => setAsking(false)} />}
    </>
  )
}

type Shown = FlexibilityOffer['state'] | 'over'

const marks: Record<Shown, { tone: Tone; icon: typeof IconX }> = {
  asked: { tone: 'active', icon: IconClockHour4 },
  open: { tone: 'good', icon: IconCircleCheck },
  over: { tone: 'quiet', icon: IconClockHour4 },
  nothing: { tone: 'quiet', icon: IconBan },
  failed: { tone: 'warn', icon: IconX },
  activated: { tone: 'active', icon: IconPlayerPlay },
  withdrawn: { tone: 'quiet', icon: IconX },
}

function OfferRow({ site, offer }: { site: SiteDetail; offer: FlexibilityOffer }) {
  const { t } = useTranslation('flexibility')
  const [asked, setAsked] = useState<'call' | 'withdraw' | null>(null)
  const nowMs = useServerNow(60_000)
  const { id } = offer
  const shown: Shown = offer.state === 'open' && Date.parse(offer.to) <= nowMs ? 'over' : offer.state
  return (
    <li className={classes.limitRow}>
      <div>
        <strong className="numbers">
          {offer.reductionW === null || shown === 'nothing'
            ? `#${id}`
            : t('offers.less', { power: formatPower(offer.reductionW) })}
        </strong>{' '}
        <Mark {...marks[shown]} label={t(`offers.state.${shown}`)} />
        <div className={classes.dim}>
          {offer.reductionW !== null && shown !== 'nothing' && `#${id} · `}
          {t('offers.by', { author: offer.author.replace(/^\w+:/, '') })} <Instant at={offer.askedAt} />
        </div>
      </div>
      <div className={classes.wrap}>
        <Instant at={offer.from} /> – <Instant at={offer.to} />
      </div>
      <Needs role="operator">
        <Group gap="xs" className={classes.rowEnd}>
          {shown === 'open' && (
            <Button size="xs" variant="default" onClick={() => setAsked('call')}>
              {t('offers.call')}
            </Button>
          )}
          {(shown === 'open' || shown === 'asked') && (
            <Button size="xs" variant="default" onClick={() => setAsked('withdraw')}>
              {t('offers.withdraw')}
            </Button>
          )}
        </Group>
      </Needs>
      {asked === 'call' && <ActivationDialog site={site} offer={offer} onClose={() => setAsked(null)} />}
      {asked === 'withdraw' && (
        <RemoveDialog
          title={t('offers.withdrawTitle', { id })}
          text={t('offers.withdrawText')}
          path={`sites/${site.row.id}/flexibility/offers/${id}`}
          done={t('offers.withdrawn', { id })}
          onClose={() => setAsked(null)}
        />
      )}
    </li>
  )
}

function OfferDialog({ siteId, onClose }: { siteId: number; onClose: () => void }) {
  const { t } = useTranslation('flexibility')
  const outcome = useOutcome()
  const form = useForm<SpanForm>({
    initialValues: { from: '', to: '' },
    validate: { to: (_, values) => (spanOf(values, serverNow()) === null ? t('form.rule.span') : null) },
  })
  async function ask(values: SpanForm) {
    await post(`sites/${siteId}/flexibility/offers`, offerOf(values, serverNow()))
    void refreshSites()
    outcome.done(t('offers.asked'))
  }
  return (
    <FormDialog
      title={t('offers.askTitle')}
      form={form}
      action={t('form.askAction')}
      onSubmit={ask}
      onClose={onClose}
      wide
    >
      <p className={classes.hint}>{t('offers.askText')}</p>
      <SpanFields form={form} />
    </FormDialog>
  )
}
