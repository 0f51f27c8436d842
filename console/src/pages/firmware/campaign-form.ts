import type { Static } from 'typebox'
import type { CampaignOutline, NewCampaign } from '../../../../api/console/wire/firmware.ts'
import { instantOf } from '../../parts/local-time.ts'

export type Outline = Static<typeof CampaignOutline>

/** A roll-out as its form has it: everything is text, and empty is any. */
export interface CampaignForm extends Record<string, unknown> {
  name: string
  firmware: string
  whom: 'fitting' | 'some' | 'listed'
  vendor: string
  model: string
  current: string
  identities: string
  waves: string
  failurePercent: string
  waveHours: string
  when: 'atOnce' | 'later'
  installAt: string
}

export const newCampaignForm: CampaignForm = {
  name: '',
  firmware: '',
  whom: 'fitting',
  vendor: '',
  model: '',
  current: '',
  identities: '',
  waves: '1, 5, 20',
  failurePercent: '10',
  waveHours: '24',
  when: 'atOnce',
  installAt: '',
}

/** What is asked for; null while something that is needed is missing or wrong. */
export function outlineOf(form: CampaignForm): Outline | null {
  const { whom } = form
  const waves = wavesOf(form.waves)
  const identities = identitiesOf(form.identities)
  const [percent, hours] = [percentOf(form.failurePercent), hoursOf(form.waveHours)]
  const installAt = form.when === 'atOnce' ? null : instantOf(form.installAt)
  const isComplete = form.firmware !== '' && waves && percent !== null && hours !== null
  if (!isComplete || (whom === 'listed' && identities.length === 0) || installAt === undefined) return null
  const pattern = (text: string) => (whom === 'some' && text.trim() !== '' ? text.trim() : null)
  return {
    firmwareId: Number(form.firmware),
    selection: {
      identities: whom === 'listed' ? identities : null,
      vendor: pattern(form.vendor),
      model: pattern(form.model),
      firmware: pattern(form.current),
    },
    plan: { waves, stopAtFailurePercent: percent, waveHours: hours, installAt },
  }
}

export function newCampaignOf(form: CampaignForm): NewCampaign | null {
  const outline = outlineOf(form)
  return outline && { name: form.name.trim(), ...outline }
}

/** `1, 5, 20` as sizes; null when it is none. */
export function wavesOf(text: string): number[] | null {
  const sizes = text.split(/[\s,;]+/).filter((size) => size !== '')
  const areSizes = sizes.length > 0 && sizes.length <= 50 && sizes.every((size) => /^[1-9]\d{0,4}$/.test(size))
  return areSizes ? sizes.map(Number) : null
}

/** Identities one under the other, or between commas. */
export function identitiesOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((identity) => identity !== ''))]
}

export function percentOf(text: string): number | null {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) <= 100 ? Number(text) : null
}

export function hoursOf(text: string): number | null {
  const hours = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && hours >= 0.1 && hours <= 2_000 ? hours : null
}
