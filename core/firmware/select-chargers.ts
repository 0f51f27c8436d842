import { matches } from '../provisioning/template.ts'
import type { CampaignSubject } from './campaign.ts'
import { type Firmware, firmwareFits } from './firmware.ts'

/** Which chargers are meant; what is left out means every one. Patterns as in a firmware. */
export type Selection = {
  identities: string[] | null
  vendor: string | null
  model: string | null
  firmware: string | null
}

export type Selected = { taken: CampaignSubject[]; left: { identity: string; reason: string }[] }

/** Whom a campaign would take, and why it would not take the others. */
export function selectChargers(
  subjects: readonly CampaignSubject[],
  firmware: Pick<Firmware, 'vendor' | 'model' | 'version'>,
  selection: Selection,
): Selected {
  const named = selection.identities === null ? null : new Set(selection.identities.map((one) => one.toLowerCase()))
  const known = new Set(subjects.map(({ identity }) => identity.toLowerCase()))
  const unknown = (selection.identities ?? []).filter((identity) => !known.has(identity.toLowerCase()))
  const selected: Selected = { taken: [], left: unknown.map((identity) => ({ identity, reason: 'there is none' })) }
  for (const subject of subjects) {
    if (named && !named.has(subject.identity.toLowerCase())) continue
    const reason = reasonAgainst(subject, firmware, selection)
    if (reason === null) selected.taken.push(subject)
    else selected.left.push({ identity: subject.identity, reason })
  }
  return selected
}

function reasonAgainst(
  subject: CampaignSubject,
  firmware: Pick<Firmware, 'vendor' | 'model' | 'version'>,
  selection: Selection,
): string | null {
  const { vendor, model } = selection
  if (subject.isOut) return 'it is out of service'
  if (subject.model === null) return 'it has never said what it is'
  if (!firmwareFits(firmware, subject)) return 'the firmware is not for it'
  if (!firmwareFits({ vendor, model }, subject)) return 'it is of another model'
  if (!matches(selection.firmware, subject.firmware)) return 'it has another firmware'
  return subject.firmware === firmware.version ? 'it has this version already' : null
}
