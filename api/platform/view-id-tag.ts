import type { DescribedCard } from '#core/authorization/described-card.ts'
import { withFallbacks } from './fields.ts'
import { idTagFields } from './id-tag-fields.ts'
import { momentText } from './read-moment.ts'

export function viewIdTag(card: DescribedCard): object {
  const expiresAt = card.validUntil && momentText(card.validUntil)
  return withFallbacks(idTagFields, {
    ...card.kept,
    id: card.id,
    idTagUid: card.uid,
    idLabel: card.visualNumber,
    expireAt: expiresAt,
    createdAt: momentText(card.createdAt),
    status: statusOf(card),
    type: card.type === 'OTHER' ? 'mac_address' : 'rfid',
    lastUpdatedAt: momentText(card.modifiedAt),
    voltyard: { groupId: card.groupId, masterPass: card.masterPass, expiresAt },
  })
}

/** Only whether it is blocked counts; who blocked it is kept beside. */
function statusOf({ blocked, kept }: DescribedCard): string {
  if (!blocked) return 'enabled'
  return kept.status === 'suspended' ? 'suspended' : 'disabled'
}
