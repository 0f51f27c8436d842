import {
  type Icon,
  IconActivity,
  IconAlertTriangle,
  IconBolt,
  IconCommand,
  IconFileCheck,
  IconId,
  IconInfoCircle,
  IconMessageX,
  IconPlayerStop,
  IconPlug,
  IconPlugConnected,
  IconPlugConnectedX,
  IconPlugX,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionDetail } from '../../../../api/console/wire/sessions.ts'
import { formatEnergy } from '../../format/format.ts'
import { type OcppWords, useOcppWords } from '../../i18n/ocpp-words.ts'
import { StatusBadge } from '../../parts/state-badge.tsx'
import { Instant } from '../../parts/values.tsx'
import { outcomeText } from '../charger/command-text.ts'
import { commandStates } from './command-states.ts'
import classes from './session.module.css'

type Moment = SessionDetail['timeline'][number]

const looks = {
  authorized: IconId,
  plugged: IconPlug,
  started: IconBolt,
  charging: IconActivity,
  status: IconActivity,
  command: IconCommand,
  connected: IconPlugConnected,
  disconnected: IconPlugConnectedX,
  quarantined: IconMessageX,
  flagged: IconAlertTriangle,
  ended: IconPlayerStop,
  unplugged: IconPlugX,
  published: IconFileCheck,
} as const satisfies Record<string, Icon>

type Kind = keyof typeof looks

function isKnown(kind: string): kind is Kind {
  return Object.hasOwn(looks, kind)
}

/** What happened to a session, oldest first, in plain words. */
export function Timeline({ moments }: { moments: readonly Moment[] }) {
  const { t } = useTranslation('session')
  if (moments.length === 0) return <p className={classes.dim}>{t('timeline.none')}</p>
  return (
    <ol className={classes.timeline}>
      {moments.map((moment, place) => {
        const { at, kind } = moment
        const Glyph = isKnown(kind) ? looks[kind] : IconInfoCircle
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: moments have no id, and two may be alike
          <li key={`${at} ${kind} ${place}`} data-kind={kind}>
            <span className={classes.momentIcon}>
              <Glyph size={15} aria-hidden />
            </span>
            <span className={classes.momentTime}>
              <Instant at={at} seconds />
            </span>
            <div className={classes.momentText}>
              <strong>{isKnown(kind) ? t(`timeline.kind.${kind}`) : kind}</strong> <Detail moment={moment} />
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function Detail({ moment: { kind, detail } }: { moment: Moment }): ReactNode {
  const { t } = useTranslation('session')
  const words = useOcppWords()
  const { t: charger } = useTranslation('charger')
  switch (kind) {
    case 'authorized':
    case 'started':
      return <Said parts={[detail.card, decisionText(t, detail.decision)]} />
    case 'charging':
      return (
        <Said
          parts={[
            detail.state && (words.chargingState(detail.state) ?? detail.state),
            detail.trigger && (words.triggerReason(detail.trigger) ?? detail.trigger),
          ]}
        />
      )
    case 'status':
      return (
        <>
          {detail.status !== undefined && <StatusBadge status={detail.status} plain />}{' '}
          <Said parts={[detail.error && errorText(words, detail.error), detail.info]} />
        </>
      )
    case 'command': {
      const state = commandStates.find((one) => one === detail.state)
      const outcome =
        state && outcomeText(charger, words, { kind: detail.kind ?? '', state, reason: detail.reason ?? null })
      return (
        <Said
          parts={[
            kindText(charger, detail.kind),
            outcome?.word,
            outcome?.why,
            detail.by && t('timeline.by', { who: detail.by }),
          ]}
        />
      )
    }
    case 'disconnected': {
      const code = /^\d{4}/.exec(detail.reason ?? '')?.[0]
      return <Said parts={[(code && words.closeMeaning(code)) || detail.reason]} />
    }
    case 'flagged':
      return (
        <>
          {words.flagWord(detail.flag ?? '')}
          <Said parts={[words.flagMeaning(detail.flag ?? '')]} />
        </>
      )
    case 'ended':
      return <Said parts={[detail.reason && words.stopReason(detail.reason)]} />
    case 'published':
      return <Said parts={[detail.recordNo && t('timeline.recordNo', { recordNo: detail.recordNo })]} />
    default:
      return (
        <Said
          parts={Object.entries(detail).map(([name, value]) => (name === 'energyWh' ? formatEnergy(value) : value))}
        />
      )
  }
}

function Said({ parts }: { parts: readonly (string | null | undefined)[] }) {
  const told = parts.filter((part) => part !== null && part !== undefined && part !== '')
  return told.length === 0 ? null : <span className={classes.dim}> {told.join(' · ')}</span>
}

function errorText(words: OcppWords, code: string): string {
  const meaning = words.errorMeaning(code)
  return meaning === null ? words.errorWord(code) : `${words.errorWord(code)}: ${meaning}`
}

const kinds = ['start', 'stop', 'unlock'] as const

function kindText(t: ReturnType<typeof useTranslation<'charger'>>['t'], kind: string | undefined): string | undefined {
  const known = kinds.find((one) => one === kind)
  return known ? t(`commands.kind.${known}`) : kind
}

const decisions = ['accepted', 'blocked', 'expired', 'unknown', 'concurrent', 'reserved'] as const

/** The answer that the card got; the word itself when it is none of ours. */
export function decisionText(
  t: ReturnType<typeof useTranslation<'session'>>['t'],
  decision: string | null | undefined,
): string | null {
  if (decision === null || decision === undefined) return null
  const known = decisions.find((one) => one === decision)
  return known ? t(`decision.${known}`) : decision
}
