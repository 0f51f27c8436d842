import type { TFunction } from 'i18next'
import type { SessionDetail } from '../../../../api/console/wire/sessions.ts'
import { formatEnergy } from '../../format/format.ts'
import { ocppWords } from '../../i18n/ocpp-words.ts'
import { durationWords } from './duration-words.ts'

/** What the sentence is made of. */
export type HeadlineFacts = Pick<SessionDetail, 'row' | 'ending' | 'energyMethod'>

/** One sentence that says what happened in a session, or what happens while it is open. */
export function headlineOf(
  t: TFunction<'session'>,
  { row, ending, energyMethod }: HeadlineFacts,
  nowMs: number,
): string {
  const place = placeOf(t, row)
  const values = {
    place,
    energy: formatEnergy(row.energyWh),
    duration: durationOf(row, nowMs),
    ending: endingOf(t, ending?.reason ?? row.endReason),
  }
  switch (row.state) {
    case 'pending':
      return t('headline.pending', values)
    case 'active':
      return t(values.duration === null ? 'headline.activeUntimed' : 'headline.active', values)
    case 'failed':
      return t('headline.failed', values)
    case 'expired':
      return t('headline.expired', values)
    case 'unknown':
      return t('headline.unknown', values)
    case 'finished':
      return t(`headline.${finishedKind(row, energyMethod, values.duration)}`, values)
  }
}

function finishedKind(
  row: HeadlineFacts['row'],
  energyMethod: string | null,
  duration: string | null,
): 'finished' | 'finishedUntimed' | 'noEnergy' | 'energyUnknown' {
  if (energyMethod === 'none' && row.flags.includes('implausible-hold')) return 'energyUnknown'
  if (Number(row.energyWh) === 0) return 'noEnergy'
  return duration === null ? 'finishedUntimed' : 'finished'
}

/** `BUS-07, EVSE 1`. */
export function placeOf(t: TFunction<'session'>, row: HeadlineFacts['row']): string {
  const charger = row.charger.name ?? row.charger.identity
  return row.evse === null ? charger : t('placeWithEvse', { charger, evse: row.evse })
}

function durationOf({ startedAt, endedAt }: HeadlineFacts['row'], nowMs: number): string | null {
  if (startedAt === null) return null
  const span = (endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt)
  return span < 0 ? null : durationWords(span)
}

function endingOf(t: TFunction<'session'>, reason: string | null): string {
  if (reason === null) return ''
  const because = ocppWords.stopBecause(reason)
  return because === null ? t('headline.endedWith', { reason }) : t('headline.endedBecause', { because })
}
