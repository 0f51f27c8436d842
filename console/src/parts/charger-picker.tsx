import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { board, useBoard, useBoardVersion } from '../live/board.ts'

interface ChargerPickerProps {
  label: string
  value: number | null
  onChange: (id: number | null) => void
  error?: string | undefined
}

/** One charger of all, found by its name or identity. */
export function ChargerPicker({ label, value, onChange, error }: ChargerPickerProps) {
  const { t } = useTranslation()
  const { ready } = useBoard()
  useBoardVersion(10_000)
  const chargers = board.rows().map(({ id, identity, name }) => ({
    value: String(id),
    label: name === null || name === identity ? identity : `${name} · ${identity}`,
  }))
  return (
    <Select
      label={label}
      placeholder={ready ? t('pick.charger') : t('loading')}
      nothingFoundMessage={t('pick.noCharger')}
      data={chargers.sort((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }))}
      value={value === null ? null : String(value)}
      onChange={(id) => onChange(id === null ? null : Number(id))}
      error={error}
      searchable
      required
      limit={100}
      maxDropdownHeight={260}
    />
  )
}
