import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Filters, spans } from './message-filters.ts'
import classes from './messages-page.module.css'

interface SpanPickerProps {
  filters: Filters
  onChange: (patch: Partial<Filters>) => void
}

/** The time that is searched: the last so many hours or days, or a span of one's own. */
export function SpanPicker({ filters, onChange }: SpanPickerProps) {
  const { t } = useTranslation('messages')
  const span = spans.find((one) => one === filters.span) ?? ''
  return (
    <div className={classes.span}>
      <NativeSelect
        size="sm"
        aria-label={t('span')}
        value={span}
        onChange={(event) => onChange({ span: event.currentTarget.value })}
        data={spans.map((value) => ({ value, label: t(`spans.${value === '' ? '24h' : value}`) }))}
      />
      {span === 'own' && (
        <>
          <Moment label={t('from')} value={filters.from} max={filters.to} onChange={(from) => onChange({ from })} />
          <Moment label={t('to')} value={filters.to} min={filters.from} onChange={(to) => onChange({ to })} />
        </>
      )}
    </div>
  )
}

interface MomentProps {
  label: string
  value: string
  min?: string
  max?: string
  onChange: (value: string) => void
}

function Moment({ label, value, min, max, onChange }: MomentProps) {
  return (
    <label className={classes.moment}>
      {label}
      <input
        type="datetime-local"
        className={classes.momentInput}
        value={value}
        min={min || undefined}
        max={max || undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}
