import { NativeSelect, Radio, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { CommandView } from '../../../../../api/console/wire/chargers.ts'
import type { Monitors } from '../../../../../api/console/wire/monitors.ts'
import { post } from '../../../api/request.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { sendFrom } from '../use-ask.ts'
import { baseOf, bases, levelOf, severities } from './monitor-words.ts'

interface BaseDialogProps {
  chargerId: number
  told: Pick<Monitors, 'base' | 'level'>
  onClose: () => void
}

/** Which monitors are on at all, and how grave something has to be to be reported. What is left as it is, is not asked. */
export function BaseDialog({ chargerId, told, onClose }: BaseDialogProps) {
  const { t } = useTranslation('monitors')
  const form = useForm<{ base: string; level: string }>({ initialValues: { base: '', level: '' } })

  async function save({ base, level }: typeof form.values) {
    const [chosen, severity] = [baseOf(base), levelOf(level)]
    if (chosen) await sendFrom(chargerId, { kind: 'set-monitoring-base', base: chosen })
    if (severity) await sendFrom(chargerId, { kind: 'set-monitoring-level', severity: Number(severity) })
    // What is left of the monitors, and what it says of itself, is read again.
    if (chosen) await sendFrom(chargerId, { kind: 'read-monitors' })
    if (told.base !== null && told.level !== null) {
      await post<CommandView>(`chargers/${chargerId}/variables/read`, { names: ['Base', 'Level'].map(activeOf) })
    }
  }

  const level = levelOf(told.level)
  return (
    <FormDialog title={t('base.open')} form={form} action={t('base.action')} onSubmit={save} onClose={onClose}>
      <Radio.Group label={t('base.title')} {...form.getInputProps('base')}>
        <Stack gap="xs" mt={6}>
          <Radio value="" label={t('base.asIs')} />
          {bases.map((one) => (
            <Radio key={one} value={one} label={t(`base.${one}`)} description={t(`baseHint.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <NativeSelect
        label={t('level.title')}
        description={t('level.hint')}
        data={[
          { value: '', label: level === null ? t('base.asIs') : t('level.asIs', { level: t(`severity.${level}`) }) },
          ...severities.map((value) => ({ value, label: t(`severity.${value}`) })),
        ]}
        {...form.getInputProps('level')}
      />
    </FormDialog>
  )
}

function activeOf(what: string) {
  const place = { componentInstance: null, evse: null, connector: null, variableInstance: null }
  return { ...place, component: 'MonitoringCtrlr', variable: `ActiveMonitoring${what}` }
}
