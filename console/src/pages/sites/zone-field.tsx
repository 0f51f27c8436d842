import { Autocomplete } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const zones = Intl.supportedValuesOf('timeZone')

interface ZoneFieldProps {
  value?: string
  onChange?: (value: string) => void
  error?: React.ReactNode
}

/** A time zone by its name; the server knows whether it exists. */
export function ZoneField(props: ZoneFieldProps) {
  const { t } = useTranslation('sites')
  return (
    <Autocomplete
      label={t('form.timeZone')}
      description={t('form.timeZoneHint')}
      data={zones}
      limit={50}
      maxDropdownHeight={240}
      required
      {...props}
    />
  )
}
