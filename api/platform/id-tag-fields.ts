import * as words from './enums.ts'
import { flag, id, instant, type Members, object, replySchema, text, word } from './fields.ts'

/** platform-api 3.4 */
export const idTagFields: Members = {
  id: id({ readOnly: true, fallback: 0 }),
  idTagUid: text({ required: true, longest: 36, description: 'What chargers read; compared without regard to case' }),
  idLabel: text({ nullable: true, longest: 64 }),
  expireAt: instant({ nullable: true }),
  createdAt: instant({ readOnly: true }),
  status: word(words.idTagStatus, { required: true }),
  type: word(words.idTagType, { required: true }),
  vehicleType: word(words.vehicleType, { nullable: true }),
  paymentMethodId: text({ nullable: true }),
  userId: id({ nullable: true }),
  externalId: text({ nullable: true }),
  partnerId: id({ nullable: true }),
  lastUpdatedAt: instant({ readOnly: true }),
  voltyard: object(
    {
      groupId: text({ nullable: true, longest: 36, description: 'Tags of one group may stop each other’s sessions' }),
      masterPass: flag({ description: 'Stops sessions of others, and starts none' }),
      expiresAt: instant({ nullable: true, description: 'The same as `expireAt`' }),
    },
    { description: 'What this server knows beyond the platform API' },
  ),
}

const answered = replySchema(idTagFields)

export const IdTag = {
  $id: 'IdTag',
  title: 'IdTag',
  ...answered,
  properties: {
    ...(answered.properties as object),
    type: { type: 'string', enum: [...words.idTagTypeAnswered] },
  },
}
