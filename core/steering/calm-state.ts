import { type CalmRules as StepRules, usualCalm as usualSteps } from '../dispatch/calm.ts'
import { grantIsUsed, type UnusedGrant } from '../dispatch/unused-grant.ts'

/** How quickly grants may change (smart-charging 5.6), with the ramp of the whole site. */
export type CalmRules = Omit<StepRules, 'siteRampWattsPerMinute'> & { siteRampWPerMinute: number | null }

const { siteRampWattsPerMinute, ...usual } = usualSteps

/** Along the ramp in steps of a minute: a set-point every ten seconds would be a dozen for each start. */
export const usualCalm: CalmRules = { ...usual, spacingSeconds: 60, siteRampWPerMinute: siteRampWattsPerMinute }

/** What an EVSE's last changes were, so that the next ones are calm. Null: not yet, or not now. */
export type CalmState = {
  /** Since when there has been room for how much. */
  room: readonly { value: number; sinceMs: number }[]
  lastRaiseMs: number | null
  lastSetPointMs: number | null
  /** After a link or power return it starts no earlier than this. */
  startsNotBeforeMs: number | null
  /** Whether it leaves unused what it is granted, and what it is held down to then (5.5). */
  unused: UnusedGrant
  /** Whether its session is granted anything, and since when; null: nothing was decided yet. */
  turn: { sessionId: string; state: 'on' | 'off'; sinceMs: number } | null
}

export const calmAtFirst: CalmState = {
  room: [],
  lastRaiseMs: null,
  lastSetPointMs: null,
  startsNotBeforeMs: null,
  unused: grantIsUsed,
  turn: null,
}
