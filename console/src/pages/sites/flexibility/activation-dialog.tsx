import { Alert, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FlexibilityOffer } from '../../../../../api/console/wire/flexibility.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { post } from '../../../api/request.ts'
import { serverNow } from '../../../clock/server-clock.ts'
import { formatPower, formatTime } from '../../../format/format.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { amountText } from '../amount.ts'
import { refreshSites } from '../use-sites.ts'
import { type ActivationForm, activationOf, rampSecondsOf, spanOf, wattsOf } from './flexibility-form.ts'
import { SpanFields } from './span-fields.tsx'

interface ActivationDialogProps {
  site: SiteDetail
  /** Null: an order of its own. */
  offer: FlexibilityOffer | null
  onClose: () => void
}

/** Orders a site to deliver; what will happen is said before the button is pressed. */
export function ActivationDialog({ site, offer, onClose }: ActivationDialogProps) {
  const { t } = useTranslation('flexibility')
  const { t: tSites } = useTranslation('sites')
  const outcome = useOutcome()
  const form = useForm<ActivationForm>({
    initialValues: {
      ...{ from: '', to: '', high: '', low: '', ramp: '', by: '' },
      reduction: amountText(offer?.reductionW, 0.001),
    },
    validate: {
      to: (_, values) => (offer === null && spanOf(values, serverNow()) === null ? t('form.rule.span') : null),
      high: (text) => (offer === null && wattsOf(text) == null ? tSites('rule.amount') : null),
      low: (text, { high }) => {
        const low = wattsOf(text)
        if (low === undefined) return tSites('rule.amount')
        return low !== null && low > (wattsOf(high) ?? 0) ? t('form.rule.low') : null
      },
      reduction: (text) => {
        if (offer === null) return null
        const watts = wattsOf(text)
        if (watts === undefined || watts === 0) return tSites('rule.amount')
        return watts !== null && watts > (offer.reductionW ?? 0) ? t('form.rule.most') : null
      },
      ramp: (text) => (rampSecondsOf(text) === null ? t('form.rule.ramp') : null),
    },
  })

  async function order(values: ActivationForm) {
    await post(`sites/${site.row.id}/flexibility/activations`, activationOf(values, offer))
    void refreshSites()
    outcome.done(t('form.done'))
  }

  const begins = offer ? Date.parse(offer.from) : form.values.from === '' ? 0 : new Date(form.values.from).getTime()
  return (
    <FormDialog
      title={offer ? t('form.offerTitle', { id: offer.id }) : t('form.title')}
      form={form}
      action={t('form.action')}
      onSubmit={order}
      onClose={onClose}
      wide
    >
      {offer ? (
        <Kilowatts
          label={t('form.reduction')}
          description={t('form.reductionHint', { power: formatPower(offer.reductionW) })}
          {...form.getInputProps('reduction')}
        />
      ) : (
        <>
          <SpanFields form={form} />
          <Group grow align="end">
            <Kilowatts label={t('form.high')} required {...form.getInputProps('high')} />
            <Kilowatts label={t('form.low')} description={t('form.lowHint')} {...form.getInputProps('low')} />
          </Group>
        </>
      )}
      <Group grow align="end">
        <TextInput
          label={t('form.ramp')}
          description={t('form.rampHint')}
          inputMode="decimal"
          autoComplete="off"
          rightSection={t('form.minutes')}
          rightSectionWidth={48}
          {...form.getInputProps('ramp')}
        />
        <TextInput
          label={t('form.by')}
          description={t('form.byHint')}
          autoComplete="off"
          maxLength={100}
          {...form.getInputProps('by')}
        />
      </Group>
      <Alert variant="light" icon={<IconInfoCircle aria-hidden />}>
        {t('form.confirm', {
          from: begins > serverNow() ? formatTime(begins, { nowMs: serverNow() }) : t('form.confirmNow'),
        })}
      </Alert>
    </FormDialog>
  )
}

function Kilowatts(props: { label: string; description?: string; required?: boolean }) {
  return <TextInput inputMode="decimal" autoComplete="off" rightSection="kW" rightSectionWidth={42} {...props} />
}
