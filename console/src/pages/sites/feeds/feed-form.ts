import type { NewLimitFeed } from '../../../../../api/console/wire/limit-feeds.ts'
import { amountOf } from '../amount.ts'

/** A feed as its form has it: powers in kW, and the fields that the server may name when it refuses one. */
export interface FeedForm extends Record<string, unknown> {
  circuit: string
  name: string
  kind: NewLimitFeed['kind']
  url: string
  clientId: string
  secret: string
  fallback: string
  /** In minutes. */
  lease: string
  least: string
  pollSeconds: string
  level1: string
  level2: string
  level3: string
  takesPrices: boolean
  programId: string
  clientName: string
  tokenUrl: string
  scope: string
}

export const emptyFeed: FeedForm = {
  circuit: '',
  ...{ name: '', kind: 'grid-operator', url: '', clientId: '', secret: '', fallback: '', lease: '15', least: '0' },
  ...{ pollSeconds: '60', level1: '', level2: '', level3: '', takesPrices: false },
  ...{ programId: '', clientName: '', tokenUrl: '', scope: '' },
}

export function feedOf(form: FeedForm): NewLimitFeed {
  const text = (value: string) => value.trim() || null
  const levels = levelsOf(form)
  return {
    ...{ name: form.name.trim(), kind: form.kind, url: form.url.trim(), clientId: form.clientId.trim() },
    ...{ secret: form.secret, takesPrices: form.takesPrices, pollSeconds: Number(form.pollSeconds) },
    lease: {
      seconds: Number(form.lease) * 60,
      fallback: wattsOf(form.fallback) ?? 0,
      leastSeconds: Number(form.least) * 60,
    },
    levelsW: levels === 'none' || levels === 'wrong' ? null : levels,
    ...{ programId: text(form.programId), tokenUrl: text(form.tokenUrl), scope: text(form.scope) },
    clientName: text(form.clientName) ?? form.name.trim(),
  }
}

export type FeedFault = 'needed' | 'url' | 'amount' | 'minutes' | 'lease' | 'poll' | 'levels'

/** What is wrong with the form, by field. */
export function faultsOf(form: FeedForm): Record<string, FeedFault> {
  const needed = (['name', 'clientId', 'secret'] as const).filter((field) => form[field].trim() === '')
  const isUrl = (text: string) => /^https?:\/\/[^\s/]/.test(text.trim())
  const whole = (text: string, least: number, most: number) =>
    /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
  const polls = whole(form.pollSeconds, 5, 3_600)
  return {
    ...Object.fromEntries(needed.map((field) => [field, 'needed' as const])),
    ...(isUrl(form.url) ? {} : { url: 'url' as const }),
    ...(form.tokenUrl.trim() === '' || isUrl(form.tokenUrl) ? {} : { tokenUrl: 'url' as const }),
    ...(wattsOf(form.fallback) === null ? { fallback: 'amount' as const } : {}),
    ...(polls ? {} : { pollSeconds: 'poll' as const }),
    ...(whole(form.least, 0, 10_080) ? {} : { least: 'minutes' as const }),
    ...(whole(form.lease, 1, 10_080)
      ? polls && Number(form.lease) * 60 < 2 * Number(form.pollSeconds)
        ? { lease: 'lease' as const }
        : {}
      : { lease: 'minutes' as const }),
    ...(levelsOf(form) === 'wrong' ? { level1: 'levels' as const } : {}),
  }
}

function levelsOf({ level1, level2, level3 }: FeedForm): number[] | 'none' | 'wrong' {
  const texts = [level1, level2, level3]
  if (texts.every((text) => text.trim() === '')) return 'none'
  const watts = texts.flatMap((text) => wattsOf(text) ?? [])
  const isFalling = watts.every((value, place) => place === 0 || value <= watts[place - 1]!)
  return watts.length === 3 && isFalling ? watts : 'wrong'
}

function wattsOf(text: string): number | null {
  const kilowatts = amountOf(text)
  return kilowatts === null || kilowatts > 1_000_000 ? null : Math.round(kilowatts * 1_000)
}
