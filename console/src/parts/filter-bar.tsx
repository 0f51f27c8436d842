import { CloseButton, Kbd, TextInput, UnstyledButton } from '@mantine/core'
import { type Icon, IconSearch } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../format/format.ts'
import classes from './filter-bar.module.css'

export interface FilterChip {
  key: string
  label: string
  count?: number
  active: boolean
  icon?: Icon
  onToggle: () => void
}

interface FilterBarProps {
  search?: { value: string; onChange: (value: string) => void; label: string }
  chips?: readonly FilterChip[]
  /** What the chips choose, for screen readers: "State". */
  chipsLabel?: string
  /** More filters, as pickers of dates. */
  children?: ReactNode
}

/** The filters of a list: a search that `/` focuses, and chips that switch on and off. Bind them by `useUrlState`. */
export function FilterBar({ search, chips, chipsLabel, children }: FilterBarProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <search className={classes.bar}>
      {search && (
        <TextInput
          ref={input}
          className={classes.search}
          type="search"
          aria-label={search.label}
          placeholder={search.label}
          value={search.value}
          onChange={(event) => search.onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && search.value !== '') search.onChange('')
          }}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={
            search.value === '' ? (
              <Kbd size="xs" title={t('searchHint')} aria-hidden className={classes.key}>
                /
              </Kbd>
            ) : (
              <CloseButton size="sm" aria-label={t('actions.clear')} onClick={() => search.onChange('')} />
            )
          }
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
        />
      )}
      {chips && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame and a legend
        <div className={classes.chips} role="group" aria-label={chipsLabel}>
          {chips.map(({ key, label, count, active, icon: Glyph, onToggle }) => (
            <UnstyledButton key={key} className={classes.chip} aria-pressed={active} onClick={onToggle}>
              {Glyph && <Glyph size={15} aria-hidden />}
              {label}
              {count !== undefined && <span className={`${classes.count} numbers`}>{formatNumber(count)}</span>}
            </UnstyledButton>
          ))}
        </div>
      )}
      {children}
    </search>
  )
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
