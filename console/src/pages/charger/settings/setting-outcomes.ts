import type { ProvisioningView } from '../../../../../api/console/wire/provisioning.ts'
import type { Tone } from '../../../parts/mark.tsx'

type Setting = ProvisioningView['settings'][number]

const tones: Record<string, Tone | undefined> = {
  same: 'good',
  written: 'good',
  reduced: 'warn',
  unknown: 'quiet',
  'read-only': 'quiet',
  refused: 'bad',
  'not-kept': 'bad',
  'needs-restart': 'warn',
  'given-up': 'bad',
  different: 'warn',
}

/** How good an outcome is; of one that this console does not know yet, quiet. */
export function toneOfOutcome(outcome: string): Tone {
  return tones[outcome] ?? 'quiet'
}

const rank: Record<Tone, number> = { bad: 0, warn: 1, active: 2, quiet: 2, good: 3 }

/** What needs a look stands first. */
export function byNeed(settings: readonly Setting[]): Setting[] {
  return settings.toSorted((one, other) => rank[toneOfOutcome(one.outcome)] - rank[toneOfOutcome(other.outcome)])
}

/** How many are as they should be. */
export function countRight(settings: readonly Setting[]): number {
  return settings.filter(({ outcome }) => toneOfOutcome(outcome) === 'good').length
}
