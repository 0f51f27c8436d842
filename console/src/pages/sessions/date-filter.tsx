import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../clock/use-server-now.ts'
import { type DayRange, daysOf, presetOf, presets } from './date-range.ts'
import classes from './sessions.module.css'

interface DateFilterProps {
  range: DayRange
  onChange: (range: DayRange) => void
}

/** The days that a list is narrowed to: a preset, or two days of one's own. */
export function DateFilter({ range, onChange }: DateFilterProps) {
  const { t } = useTranslation('sessions')
  const nowMs = useServerNow(60_000)
  const [own, setOwn] = useState(false)
  const preset = presetOf(range, nowMs)
  const isOpenEnded = range.from === '' && range.to === ''
  const isOwn = own || (preset === null && !isOpenEnded)

  function choose(value: string) {
    setOwn(value === 'own')
    if (value === 'any') onChange({ from: '', to: '' })
    const chosen = presets.find((one) => one === value)
    if (chosen) onChange(daysOf(chosen, nowMs))
  }

  return (
    <div className={classes.range}>
      <NativeSelect
        size="sm"
        aria-label={t('when')}
        value={isOwn ? 'own' : (preset ?? 'any')}
        onChange={(event) => choose(event.currentTarget.value)}
        data={(['any', ...presets, 'own'] as const).map((value) => ({ value, label: t(`preset.${value}`) }))}
      />
      {isOwn && (
        <>
          <Day label={t('from')} value={range.from} max={range.to} onChange={(from) => onChange({ ...range, from })} />
          <Day label={t('to')} value={range.to} min={range.from} onChange={(to) => onChange({ ...range, to })} />
        </>
      )}
    </div>
  )
}

interface DayProps {
  label: string
  value: string
  min?: string
  max?: string
  onChange: (value: string) => void
}

function Day({ label, value, min, max, onChange }: DayProps) {
  return (
    <label className={classes.day}>
      {label}
      <input
        type="date"
        className={classes.dayInput}
        value={value}
        min={min || undefined}
        max={max || undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}
