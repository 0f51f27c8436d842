import { Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AddedCharger, NewCharger } from '../../../../api/console/wire/chargers.ts'
import { post, RequestFailed } from '../../api/request.ts'
import { serverWords } from '../../i18n/server-words.ts'
import { PageLink } from '../../parts/page-link.tsx'
import { SecretOnce } from '../../parts/secret-once.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { ocppUrl } from './ocpp-url.ts'

/** The button that adds a charger, its dialog, and the password that is shown once. */
export function AddCharger() {
  const { t } = useTranslation('chargers')
  const { t: tCommon } = useTranslation()
  const [opened, { open, close }] = useDisclosure(false)
  const [added, setAdded] = useState<AddedCharger | null>(null)
  const outcome = useOutcome()
  const form = useForm({
    initialValues: { identity: '', name: '', evses: 1 as number | string },
    validate: {
      identity: (value) => (value.trim() === '' ? t('add.identityMissing') : null),
      evses: (value) => (Number.isInteger(Number(value)) && Number(value) >= 1 ? null : t('add.evsesWrong')),
    },
  })

  function closeForm() {
    close()
    form.reset()
  }

  async function submit(values: { identity: string; name: string; evses: number | string }) {
    const wanted: NewCharger = {
      identity: values.identity.trim(),
      name: values.name.trim() || null,
      evses: Number(values.evses),
    }
    try {
      setAdded(await post<AddedCharger>('chargers', wanted))
      closeForm()
      outcome.done(t('add.done', { identity: wanted.identity }))
    } catch (error) {
      if (error instanceof RequestFailed && (error.field === 'identity' || error.code === 'conflict'))
        form.setFieldError('identity', serverWords(error.message))
      else if (error instanceof RequestFailed && (error.field === 'name' || error.field === 'evses'))
        form.setFieldError(error.field, serverWords(error.message))
      else outcome.failed(error)
    }
  }

  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        {t('add.button')}
      </Button>
      <Modal opened={opened} onClose={closeForm} title={t('add.title')}>
        <form onSubmit={form.onSubmit(submit)}>
          <Stack>
            <TextInput
              label={t('add.identity')}
              description={t('add.identityHint')}
              maxLength={48}
              autoComplete="off"
              spellCheck={false}
              required
              data-autofocus
              {...form.getInputProps('identity')}
            />
            <TextInput
              label={t('add.name')}
              description={t('add.nameHint')}
              maxLength={100}
              {...form.getInputProps('name')}
            />
            <NumberInput
              label={t('add.evses')}
              description={t('add.evsesHint')}
              min={1}
              max={99}
              allowDecimal={false}
              {...form.getInputProps('evses')}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={closeForm}>
                {tCommon('actions.cancel')}
              </Button>
              <Button type="submit" loading={form.submitting}>
                {t('add.button')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
      <SecretOnce
        title={t('add.enter', { identity: added?.identity ?? '' })}
        secrets={
          added && [
            { label: t('add.address'), value: ocppUrl(added.ocppPath) },
            { label: t('add.user'), value: added.identity },
            { label: t('add.password'), value: added.password },
          ]
        }
        onClose={() => setAdded(null)}
      >
        <Text size="sm" c="dimmed">
          {t('add.next')} {added && <PageLink to={`/chargers/${added.id}`}>{t('add.open')}</PageLink>}
        </Text>
      </SecretOnce>
    </>
  )
}
