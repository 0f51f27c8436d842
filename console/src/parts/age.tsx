import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useOfServerNow } from '../clock/use-server-now.ts'
import { ageParts, formatFullTime } from '../format/format.ts'

interface AgeProps {
  at: string | null
  /** Without "ago", for where the column says it. */
  bare?: boolean
  /** For what lies ahead: "in 3 min". Otherwise an instant that our clock has not reached yet is now. */
  ahead?: boolean
}

/** How long ago something was, by the server's clock, kept up to date; the instant with its zone on hover. */
export function Age({ at, bare = false, ahead = false }: AgeProps) {
  const { t } = useTranslation()
  const text = useOfServerNow((nowMs) => ageText(t, at, nowMs, { bare, ahead }))
  if (at === null) return <span className="numbers">{text}</span>
  return (
    <time dateTime={at} title={formatFullTime(at)} className="numbers">
      {text}
    </time>
  )
}

/** `3 min ago`, `in 2 h`, `never`; for sentences. */
export function ageText(
  t: TFunction<'common'>,
  at: string | null,
  nowMs: number,
  { bare = false, ahead = false } = {},
): string {
  if (at === null) return t('age.never')
  const passed = nowMs - Date.parse(at)
  const difference = ahead ? passed : Math.max(0, passed)
  const age = durationText(t, difference)
  if (bare || ageParts(difference).unit === 'now') return age
  return difference >= 0 ? t('age.ago', { age }) : t('age.in', { age })
}

/** `3 min`: the leading unit only. */
export function durationText(t: TFunction<'common'>, milliseconds: number): string {
  const { unit, count } = ageParts(milliseconds)
  switch (unit) {
    case 'now':
      return t('age.now')
    case 'seconds':
      return t('age.seconds', { count })
    case 'minutes':
      return t('age.minutes', { count })
    case 'hours':
      return t('age.hours', { count })
    case 'days':
      return t('age.days', { count })
  }
}
