import { collectPart } from '#core/errands/collect-part.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'

type Part = Messages['NotifyDisplayMessages']['request']

/** What a charger shows, in parts without numbers (O03, O04); a list of everything replaces what we knew. */
export const notifyDisplayMessages: Handler<'NotifyDisplayMessages'> = async (ctx, charger, request) => {
  const { requestId, messageInfo = [], tbc = false } = request
  const part = { requestId, seqNo: null, isLast: !tbc, body: messageInfo }
  await collectPart(ctx, charger, 'display-messages', part, async (tx, bodies, { asked }) => {
    const messages = (bodies as NonNullable<Part['messageInfo']>[]).flat()
    const items = messages.map((message) => ({ key: String(message.id), body: { ...message } }))
    const isWhole = ['id', 'priority', 'state', 'unasked'].every((narrowed) => asked[narrowed] === undefined)
    if (isWhole) await tx.devices.replaceInstalled(charger, 'display-message', items)
    else
      await tx.devices.install(
        charger,
        'display-message',
        items.map((item) => ({ ...item, source: 'reported' as const })),
      )
  })
  return {}
}
