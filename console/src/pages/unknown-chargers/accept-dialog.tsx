import { NumberInput, Radio, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { UnknownCharger, WelcomedCharger } from '../../../../api/console/wire/provisioning.ts'
import { post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { refreshUnknownChargers } from './use-unknown-chargers.ts'

interface AcceptDialogProps {
  charger: UnknownCharger
  onClose: () => void
  onWelcomed: (welcomed: WelcomedCharger) => void
}

const ways = ['new-password', 'first-password', 'no-password'] as const

/** Asks how a charger is to be let in. */
export function AcceptDialog({ charger: { id, identity, sentPassword }, onClose, onWelcomed }: AcceptDialogProps) {
  const { t } = useTranslation('unknown')
  const initial: (typeof ways)[number] = sentPassword ? 'first-password' : 'new-password'
  const form = useForm({
    initialValues: { welcome: initial as string, evses: 1 as number | string },
    validate: {
      evses: (value) => (Number.isInteger(Number(value)) && Number(value) >= 1 ? null : t('accept.evsesWrong')),
    },
  })

  async function accept({ welcome, evses }: { welcome: string; evses: number | string }) {
    onWelcomed(await post<WelcomedCharger>(`unknown-chargers/${id}/accept`, { welcome, evses: Number(evses) }))
    void refreshUnknownChargers()
  }

  return (
    <FormDialog
      title={t('accept.title', { identity })}
      form={form}
      action={t('accept.action')}
      onSubmit={accept}
      onClose={onClose}
    >
      <Radio.Group label={t('accept.how')} {...form.getInputProps('welcome')}>
        <Stack gap="sm" mt="xs">
          {ways.map((way) => (
            <Radio key={way} value={way} label={t(`accept.${way}`)} description={t(`accept.${way}-text`)} />
          ))}
        </Stack>
      </Radio.Group>
      <NumberInput
        label={t('accept.evses')}
        description={t('accept.evsesHint')}
        min={1}
        max={100}
        allowDecimal={false}
        {...form.getInputProps('evses')}
      />
    </FormDialog>
  )
}
