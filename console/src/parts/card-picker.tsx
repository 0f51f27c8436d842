import { Autocomplete } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Card } from '../../../api/console/wire/administration.ts'
import { get } from '../api/request.ts'
import classes from './card-picker.module.css'

interface CardPickerProps {
  label: string
  description?: string
  value?: string
  onChange: (uid: string) => void
  error?: string | undefined
}

/** A card's number: one of the known, found by number, vehicle or group, or any that is typed. */
export function CardPicker({ label, description, value = '', onChange, error }: CardPickerProps) {
  const [q] = useDebouncedValue(value.trim(), 200)
  const { data } = useQuery({
    queryKey: ['cards', 'pick', q],
    queryFn: ({ signal }) => get<{ items: Card[] }>('cards', { q, limit: 20 }, signal),
    placeholderData: (before) => before,
  })
  const cards = data?.items ?? []
  return (
    <Autocomplete
      label={label}
      description={description}
      value={value}
      onChange={onChange}
      error={error}
      data={cards.map(({ uid }) => uid)}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const card = cards.find(({ uid }) => uid === option.value)
        const about = [card?.vehicle, card?.visualNumber, card?.group].filter(Boolean).join(' · ')
        return (
          <span className={classes.option}>
            <code>{option.value}</code>
            {about !== '' && <span className={classes.about}>{about}</span>}
          </span>
        )
      }}
      maxLength={36}
      maxDropdownHeight={260}
      autoComplete="off"
      spellCheck={false}
      required
    />
  )
}
