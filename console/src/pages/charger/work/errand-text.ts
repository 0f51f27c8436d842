import type { TFunction } from 'i18next'
import type { ErrandView } from '../../../../../api/console/wire/devices.ts'
import type { device } from '../../../i18n/en/device.ts'

type ErrandTexts = (typeof device)['errand']

/** What the charger is at, in words; of a kind that this console does not know yet, its name. */
export function errandTitle(t: TFunction<'device'>, kind: string, isKnown: (key: string) => boolean): string {
  return isKnown(`errand.kind.${kind}`) ? t(`errand.kind.${kind as keyof ErrandTexts['kind']}`) : kind
}

/** How far it is: chargers' words that are known are told in the person's language, the others as they came. */
export function progressText(t: TFunction<'device'>, progress: string, isKnown: (key: string) => boolean): string {
  const parts = /^(\d+) parts$/.exec(progress)
  if (parts) return t('errand.parts', { count: Number(parts[1]) })
  const key = `errand.progress.${progress}`
  return /^[\w-]+$/.test(progress) && isKnown(key)
    ? t(`errand.progress.${progress as keyof ErrandTexts['progress']}`)
    : progress
}

/** The reason why it did not work, where one was given. */
export function reasonOf({ result }: Pick<ErrandView, 'result'>): string | null {
  const reason = result?.reason
  return typeof reason === 'string' && reason !== '' ? reason : null
}

/** What was asked for and what came of it, without what is empty or told elsewhere. */
export function factsOf(values: Record<string, unknown> | null): [name: string, value: string][] {
  return Object.entries(values ?? {})
    .filter(([name, value]) => !isTold.has(name) && value !== null && value !== undefined && value !== '')
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])
}

const isTold = new Set(['parts', 'reason', 'unasked', 'why'])
