import { Group, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Campaign, Firmware } from '../../../../api/console/wire/firmware.ts'
import { post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { instantOf } from '../../parts/local-time.ts'
import { useOutcome } from '../../parts/use-outcome.tsx'
import {
  type CampaignForm,
  hoursOf,
  identitiesOf,
  newCampaignForm,
  newCampaignOf,
  outlineOf,
  percentOf,
  wavesOf,
} from './campaign-form.ts'
import { CampaignPreviewBox } from './campaign-preview.tsx'
import { refreshFirmware } from './use-firmware.ts'

interface CampaignDialogProps {
  firmware: readonly Firmware[]
  chosen: number | null
  onClose: () => void
}

/** Rolls firmware out to many chargers; shows whom it would take before anything begins. */
export function CampaignDialog({ firmware, chosen, onClose }: CampaignDialogProps) {
  const { t } = useTranslation('firmware')
  const outcome = useOutcome()
  const navigate = useNavigate()
  const form = useForm<CampaignForm>({
    initialValues: { ...newCampaignForm, firmware: String(chosen ?? firmware[0]?.id ?? '') },
    validate: {
      name: (text) => (text.trim() === '' ? t('rule.name') : null),
      identities: (text, { whom }) =>
        whom === 'listed' && identitiesOf(text).length === 0 ? t('rule.identities') : null,
      waves: (text) => (wavesOf(text) ? null : t('rule.waves')),
      failurePercent: (text) => (percentOf(text) === null ? t('rule.percent') : null),
      waveHours: (text) => (hoursOf(text) === null ? t('rule.hours') : null),
      installAt: (text, { when }) => (when === 'later' && instantOf(text) === undefined ? t('rule.time') : null),
    },
  })
  const { values } = form
  const [settled] = useDebouncedValue(values, 400)

  async function start(form: CampaignForm) {
    const { id, name } = await post<Campaign>('firmware-campaigns', newCampaignOf(form))
    void refreshFirmware()
    outcome.done(t('done.begun', { name }))
    void navigate({ to: `/firmware/campaigns/${id}` as '/' })
  }

  return (
    <FormDialog title={t('roll.title')} form={form} action={t('roll.action')} onSubmit={start} onClose={onClose}>
      <TextInput
        label={t('roll.name')}
        autoComplete="off"
        maxLength={100}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Select
        label={t('roll.firmware')}
        data={firmware.map(({ id, version, vendor, model }) => ({
          value: String(id),
          label: [version, [vendor, model].filter(Boolean).join(' ')].filter(Boolean).join(' · '),
        }))}
        allowDeselect={false}
        {...form.getInputProps('firmware')}
      />
      <Radio.Group label={t('roll.whom')} {...form.getInputProps('whom')}>
        <Stack gap={6} mt={6}>
          {(['fitting', 'some', 'listed'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`roll.choose.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {values.whom === 'some' && (
        <Group grow align="start">
          {(['vendor', 'model', 'current'] as const).map((name) => (
            <TextInput
              key={name}
              label={t(`roll.${name}`)}
              placeholder="*"
              autoComplete="off"
              maxLength={100}
              {...form.getInputProps(name)}
            />
          ))}
        </Group>
      )}
      {values.whom === 'listed' && (
        <Textarea
          label={t('roll.identities')}
          description={t('roll.identitiesHint')}
          rows={4}
          spellCheck={false}
          {...form.getInputProps('identities')}
        />
      )}
      <TextInput
        label={t('roll.waves')}
        description={t('roll.wavesHint')}
        autoComplete="off"
        {...form.getInputProps('waves')}
      />
      <Group grow align="start">
        <TextInput
          label={t('roll.failurePercent')}
          inputMode="numeric"
          autoComplete="off"
          {...form.getInputProps('failurePercent')}
        />
        <TextInput
          label={t('roll.waveHours')}
          inputMode="decimal"
          autoComplete="off"
          {...form.getInputProps('waveHours')}
        />
      </Group>
      <Radio.Group label={t('roll.when')} {...form.getInputProps('when')}>
        <Stack gap={6} mt={6}>
          <Radio value="atOnce" label={t('roll.atOnce')} />
          <Radio value="later" label={t('roll.later')} />
        </Stack>
      </Radio.Group>
      {values.when === 'later' && (
        <TextInput
          type="datetime-local"
          label={t('roll.installAt')}
          description={t('roll.installAtHint')}
          {...form.getInputProps('installAt')}
        />
      )}
      <CampaignPreviewBox outline={outlineOf(settled)} />
    </FormDialog>
  )
}
