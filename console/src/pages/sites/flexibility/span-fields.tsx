import { Group, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** From and to; an empty beginning is now. */
export function SpanFields({ form }: { form: { getInputProps(field: 'from' | 'to'): object } }) {
  const { t } = useTranslation('flexibility')
  return (
    <Group grow align="start">
      <TextInput
        type="datetime-local"
        label={t('form.from')}
        description={t('form.fromHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('from')}
      />
      <TextInput type="datetime-local" label={t('form.to')} required {...form.getInputProps('to')} />
    </Group>
  )
}
