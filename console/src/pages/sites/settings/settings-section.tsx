import { Alert, Button, Checkbox, Group, NativeSelect, Stack, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { patch } from '../../../api/request.ts'
import { formatFullTime, formatPower } from '../../../format/format.ts'
import { failureText } from '../../../parts/failure-text.ts'
import { focusFirstError, showAtField } from '../../../parts/form-failure.ts'
import { UnsavedGuard } from '../../../parts/unsaved-guard.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { useRole } from '../../../parts/use-role.ts'
import { amountOf, optionalAmount } from '../amount.ts'
import classes from '../sites.module.css'
import { refreshSites, useSitePlan } from '../use-sites.ts'
import { ZoneField } from '../zone-field.tsx'
import { changeOf, formOf, isPrice, policies, type SettingsForm } from './settings-form.ts'

/** How the engine steers a site; only administrators change it. */
export function SettingsSection({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { t: tCommon } = useTranslation()
  const { may } = useRole()
  const outcome = useOutcome()
  const [problem, setProblem] = useState<string | null>(null)
  const whole = (least: number, most: number) => (text: string) =>
    /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
      ? null
      : t('rule.whole', { least, most })
  const form = useForm<SettingsForm>({
    initialValues: formOf(site),
    validate: {
      name: (name) => (name.trim() === '' ? t('rule.name') : null),
      currency: (code) => (code.trim() === '' || /^[A-Za-z]{3}$/.test(code.trim()) ? null : t('rule.currency')),
      stayHours: (text) => {
        const value = amountOf(text)
        return value !== null && value >= 0.25 && value <= 168 ? null : t('rule.stay')
      },
      needKwh: (text) => (amountOf(text) === null ? t('rule.amount') : null),
      leaseSeconds: whole(60, 86_400),
      rampKw: (text) => (optionalAmount(text) === undefined || optionalAmount(text) === 0 ? t('rule.amount') : null),
      usualPrice: (text) => (isPrice(text) ? null : t('rule.price')),
      peakPrice: (text) => (isPrice(text) ? null : t('rule.price')),
      bufferMinutes: whole(0, 720),
    },
  })

  async function save(values: SettingsForm) {
    setProblem(null)
    try {
      await patch(`sites/${site.row.id}`, changeOf(values))
    } catch (error) {
      if (!showAtField(form, error)) setProblem(failureText(tCommon, error))
      return
    }
    form.resetDirty(values)
    void refreshSites()
    outcome.done(t('done.settings'))
  }

  const peak = useSitePlan(site.row.id).data?.peakSoFar
  const peakText = peak && t('settings.peakSoFar', { power: formatPower(peak.powerW), time: formatFullTime(peak.at) })

  const text = (field: keyof SettingsForm & string, unit = '', more: string | null = null) => (
    <TextInput
      label={t(`settings.${field as 'stayHours'}`)}
      description={[t(`settings.${field as 'stayHours'}Hint`), more].filter((part) => part).join(' ')}
      inputMode="decimal"
      autoComplete="off"
      rightSection={unit}
      rightSectionWidth={24 + unit.length * 10}
      {...form.getInputProps(field)}
    />
  )
  const dirty = form.isDirty()
  return (
    <section aria-labelledby="settings-title" className={classes.section}>
      <Title order={2} id="settings-title" className={classes.sectionTitle}>
        {t('settings.title')}
      </Title>
      <UnsavedGuard dirty={dirty && !form.submitting} />
      <form noValidate onSubmit={form.onSubmit(save, focusFirstError(form))} className={classes.form}>
        <fieldset disabled={!may('administrator')} className={classes.bare}>
          <Stack>
            {problem && (
              <Alert role="alert" variant="light" color="red" icon={<IconAlertTriangle aria-hidden />}>
                {problem}
              </Alert>
            )}
            {!may('administrator') && <p className={classes.hint}>{t('settings.readOnly')}</p>}
            <div className={classes.pairs}>
              <TextInput
                label={t('form.name')}
                description={t('form.nameHint')}
                autoComplete="off"
                maxLength={100}
                required
                {...form.getInputProps('name')}
              />
              <ZoneField {...form.getInputProps('timeZone')} />
              <NativeSelect
                label={t('settings.policy')}
                description={t(`settings.policyHint.${form.values.policy}`)}
                data={policies.map((value) => ({ value, label: t(`settings.policies.${value}`) }))}
                {...form.getInputProps('policy')}
              />
              <TextInput
                label={t('form.currency')}
                description={t('form.currencyHint')}
                autoComplete="off"
                maxLength={3}
                {...form.getInputProps('currency')}
              />
              {text('stayHours', 'h')}
              {text('needKwh', 'kWh')}
              {text('leaseSeconds', 's')}
              {text('rampKw', 'kW/min')}
              {text('usualPrice', `${form.values.currency || '?'}/kWh`)}
              {text('peakPrice', `${form.values.currency || '?'}/kW`, peakText ?? null)}
              <NativeSelect
                label={t('settings.billingPeriod')}
                data={(['month', 'year'] as const).map((value) => ({
                  value,
                  label: t(`settings.billingPeriods.${value}`),
                }))}
                {...form.getInputProps('billingPeriod')}
              />
              <NativeSelect
                label={t('settings.blockMinutes')}
                description={t('settings.blockMinutesHint')}
                data={[
                  { value: '', label: t('settings.ownBlocks') },
                  ...['5', '10', '15', '20', '30', '60'].map((value) => ({ value, label: `${value} min` })),
                ]}
                {...form.getInputProps('blockMinutes')}
              />
              {text('bufferMinutes', 'min')}
            </div>
            <Checkbox
              label={t('settings.stops')}
              description={t('settings.stopsHint')}
              {...form.getInputProps('stopsDisobedient', { type: 'checkbox' })}
            />
            {may('administrator') && (
              <Group gap="sm">
                <Button type="submit" disabled={!dirty} loading={form.submitting}>
                  {tCommon('actions.save')}
                </Button>
                {dirty && (
                  <Button variant="default" onClick={() => form.setValues(formOf(site))}>
                    {tCommon('unsaved.discard')}
                  </Button>
                )}
              </Group>
            )}
          </Stack>
        </fieldset>
      </form>
    </section>
  )
}
