import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from '../sites.module.css'

/** From and to; an empty beginning is now. */
export function SpanFields({ form }: { form: { getInputProps(field: 'from' | 'to'): object } }) {
  const { t } = useTranslation('flexibility')
  return (
    <div className={classes.span}>
      <TextInput
        type="datetime-local"
        label={t('form.from')}
        description={t('form.fromHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('from')}
      />
      <TextInput type="datetime-local" label={t('form.to')} required {...form.getInputProps('to')} />
    </div>
  )
}
