import { Tooltip } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconBolt,
  IconCircleCheck,
  IconCircleX,
  IconHelpCircle,
  IconHourglass,
  IconInfoCircle,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SessionRow } from '../../../../api/console/wire/sessions.ts'
import { useOfServerNow } from '../../clock/use-server-now.ts'
import { formatNumber, formatPercent } from '../../format/format.ts'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { Mark, type Tone } from '../../parts/mark.tsx'
import { durationWords } from '../session/duration-words.ts'
import classes from './sessions.module.css'

const looks: Record<SessionRow['state'], { tone: Tone; icon: Icon }> = {
  pending: { tone: 'warn', icon: IconHourglass },
  active: { tone: 'active', icon: IconBolt },
  finished: { tone: 'good', icon: IconCircleCheck },
  failed: { tone: 'bad', icon: IconCircleX },
  expired: { tone: 'quiet', icon: IconCircleX },
  unknown: { tone: 'quiet', icon: IconHelpCircle },
}

/** A session's state in a word. */
export function SessionMark({ state, plain = false }: { state: SessionRow['state']; plain?: boolean }) {
  const { t } = useTranslation('words')
  return <Mark {...looks[state]} label={t(`sessionState.${state}`)} plain={plain} />
}

/** How long a session took, or has taken so far. */
export function SessionDuration({ row: { startedAt, endedAt } }: { row: Pick<SessionRow, 'startedAt' | 'endedAt'> }) {
  const text = useOfServerNow((nowMs) => {
    if (startedAt === null) return '–'
    const span = (endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt)
    return span < 0 ? '–' : durationWords(span)
  })
  return <span className="numbers">{text}</span>
}

/** `34 → 80 %`, read aloud as "34 to 80 %". */
export function SocRange({ from, to }: { from: number | null; to: number | null }) {
  const { t } = useTranslation('sessions')
  if (from === null && to === null) return <span className={classes.dim}>–</span>
  if (from === null || to === null) return <span className="numbers">{formatPercent(from ?? to)}</span>
  return (
    <span className="numbers">
      <span aria-hidden>
        {formatNumber(from)} → {formatPercent(to)}
      </span>
      <span className={classes.aloud}>{t('socRange', { from: formatNumber(from), to: formatPercent(to) })}</span>
    </span>
  )
}

/** Those that ask for a person; the others are only good to know. */
const grave = new Set([
  'implausible-hold',
  'meter-rolled-back',
  'missing-stop',
  'ends-before-start',
  'stop-differs',
  'gaps',
])

export function isGrave(flag: string): boolean {
  return grave.has(flag)
}

/** The first flag as a word, and how many more there are; all of them on hover and for screen readers. */
export function Flags({ flags }: { flags: readonly string[] }) {
  const words = useOcppWords()
  if (flags.length === 0) return null
  const sorted = flags.toSorted((a, b) => Number(isGrave(b)) - Number(isGrave(a)))
  const [first = ''] = sorted
  const Glyph = isGrave(first) ? IconAlertTriangle : IconInfoCircle
  const all = sorted.map(words.flagWord).join(', ')
  return (
    <Tooltip label={all} multiline maw={320}>
      <span className={classes.flags} data-grave={isGrave(first) || undefined}>
        <Glyph size={15} aria-hidden />
        <span className={classes.flagWord} aria-hidden>
          {words.flagWord(first)}
        </span>
        {sorted.length > 1 && <span aria-hidden>+{sorted.length - 1}</span>}
        <span className={classes.aloud}>{all}</span>
      </span>
    </Tooltip>
  )
}
