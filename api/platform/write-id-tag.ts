import type { CardDescription } from '#core/authorization/described-card.ts'
import { faulty } from './errors.ts'
import { idTagFields } from './id-tag-fields.ts'
import { readBody, type Values } from './read-body.ts'

type Body = Values & {
  idTagUid?: string
  idLabel?: string | null
  expireAt?: string | null
  status?: 'enabled' | 'disabled' | 'suspended'
  type?: 'rfid' | 'mac_address'
  voltyard?: { groupId?: string | null; masterPass?: boolean; expiresAt?: string | null }
}

/** What a body says of a card, in the core's words. */
export function writtenIdTag(raw: unknown, { isNew }: { isNew: boolean }): Partial<CardDescription> {
  const {
    idTagUid,
    idLabel,
    expireAt,
    status,
    type,
    voltyard = {},
    ...rest
  }: Body = readBody(idTagFields, raw, { isNew })
  const ends = expiryOf(expireAt, voltyard.expiresAt)
  const said: { [name in keyof CardDescription]?: CardDescription[name] | undefined } = {
    uid: idTagUid,
    visualNumber: idLabel,
    validUntil: ends == null ? ends : Temporal.Instant.from(ends),
    blocked: status && status !== 'enabled',
    type: type && (type === 'rfid' ? 'RFID' : 'OTHER'),
    groupId: voltyard.groupId,
    masterPass: voltyard.masterPass,
    kept: status === undefined ? rest : { ...rest, status },
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}

function expiryOf(one: string | null | undefined, other: string | null | undefined): string | null | undefined {
  if (one !== undefined && other !== undefined && one !== other) {
    throw faulty('voltyard.expiresAt', 'The voltyard.expiresAt differs from the expireAt.')
  }
  return other === undefined ? one : other
}
