import { NativeSelect, TextInput } from '@mantine/core'
import { IconArrowDownLeft, IconArrowUpRight, IconChargingPile, IconTool, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { FilterBar, type FilterChip } from '../../parts/filter-bar.tsx'
import { actionsOf } from '../charger/actions-of.ts'
import { chargerQuery } from '../charger/charger-query.ts'
import { actionsIn, type Filters, results } from './message-filters.ts'
import classes from './messages-page.module.css'
import { SpanPicker } from './span-picker.tsx'

interface MessageFilterBarProps {
  filters: Filters
  onChange: (patch: Partial<Filters>) => void
}

/** What messages are narrowed to; every choice but the text is a chip or a picker. */
export function MessageFilterBar({ filters, onChange }: MessageFilterBarProps) {
  const { t } = useTranslation('messages')
  return (
    <FilterBar
      search={{ value: filters.q, onChange: (q) => onChange({ q }), label: t('search') }}
      chipsLabel={t('narrow')}
      chips={useChips({ filters, onChange })}
    >
      <TextInput
        size="sm"
        className={classes.charger}
        type="search"
        aria-label={t('charger')}
        placeholder={t('chargerShort')}
        value={filters.charger}
        onChange={(event) => onChange({ charger: event.currentTarget.value })}
        leftSection={<IconChargingPile size={16} aria-hidden />}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
      />
      <ActionPicker filters={filters} onChange={onChange} />
      <ResultPicker filters={filters} onChange={onChange} />
      <SpanPicker filters={filters} onChange={onChange} />
    </FilterBar>
  )
}

function useChips({ filters, onChange }: MessageFilterBarProps): FilterChip[] {
  const { t } = useTranslation('messages')
  const actions = actionsIn(filters.action)
  const name = useChargerName(filters.chargerId)
  const way = (direction: 'in' | 'out') => ({
    key: direction,
    label: t(direction),
    icon: direction === 'in' ? IconArrowDownLeft : IconArrowUpRight,
    active: filters.direction === direction,
    onToggle: () => onChange({ direction: filters.direction === direction ? '' : direction }),
  })
  const removable = (key: string, label: string, patch: Partial<Filters>) => ({
    key,
    label,
    icon: IconX,
    active: true,
    onToggle: () => onChange(patch),
  })
  return [
    way('in'),
    way('out'),
    {
      key: 'repaired',
      label: t('repaired'),
      icon: IconTool,
      active: filters.repaired === '1',
      onToggle: () => onChange({ repaired: filters.repaired === '1' ? '' : '1' }),
    },
    ...actions.map((action) =>
      removable(`action-${action}`, action, { action: actions.filter((one) => one !== action).join(',') }),
    ),
    ...(filters.chargerId === ''
      ? []
      : [removable('charger', t('ofCharger', { charger: name ?? filters.chargerId }), { chargerId: '' })]),
    ...(filters.messageId === ''
      ? []
      : [removable('id', t('ofMessage', { id: filters.messageId }), { messageId: '' })]),
  ]
}

/** The name that a charger's chip shows; null while it is not known. */
function useChargerName(chargerId: string): string | null {
  const isId = /^[1-9]\d{0,14}$/.test(chargerId)
  const { data } = useQuery({ ...chargerQuery(Number(chargerId)), enabled: isId, staleTime: 60_000 })
  return isId && data ? (data.row.name ?? data.row.identity) : null
}

/** Chosen ones become chips, so that there may be several. */
function ActionPicker({ filters, onChange }: MessageFilterBarProps) {
  const { t } = useTranslation('messages')
  const words = useOcppWords()
  const chosen = actionsIn(filters.action)
  const left = actionsOf(null).filter((action) => !chosen.includes(action))
  return (
    <NativeSelect
      size="sm"
      className={classes.picker}
      aria-label={t('action')}
      value=""
      onChange={(event) => onChange({ action: [...chosen, event.currentTarget.value].join(',') })}
      data={[
        { value: '', label: t(chosen.length === 0 ? 'anyAction' : 'anotherAction') },
        ...left.map((action) => ({ value: action, label: [action, words.action(action)].filter(Boolean).join(': ') })),
      ]}
    />
  )
}

function ResultPicker({ filters, onChange }: MessageFilterBarProps) {
  const { t } = useTranslation('messages')
  const words = useOcppWords()
  const codes = ['FormationViolation', 'InternalError', 'NotImplemented', 'NotSupported', 'ProtocolError']
  const more = [...codes, 'PropertyConstraintViolation', 'SecurityError', 'TypeConstraintViolation']
  const isOther = filters.result !== '' && ![...results, ...more].includes(filters.result)
  return (
    <NativeSelect
      size="sm"
      className={classes.result}
      aria-label={t('result')}
      value={filters.result}
      onChange={(event) => onChange({ result: event.currentTarget.value })}
      data={[
        { value: '', label: t('anyResult') },
        { value: 'ok', label: t('resultOk') },
        { value: 'error', label: t('resultError') },
        ...[...results.slice(2), ...more, ...(isOther ? [filters.result] : [])].map((code) => ({
          value: code,
          label: words.resultWord(code),
        })),
      ]}
    />
  )
}
