import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import { limits } from './limits.ts'
import type { Answer, World201 } from './messages.ts'
import { inParts, sendParts } from './parts.ts'

export const setDisplayMessage: Answer<'SetDisplayMessage'> = (world, { message }) => {
  const status = judge(world, message)
  if (status === 'Accepted') world.displays.set(message.id, message)
  return { answer: { status } }
}

export const getDisplayMessages: Answer<'GetDisplayMessages'> = (world, { requestId, id: ids, priority, state }) => {
  const meant = shown(world).filter(
    (one) =>
      (ids === undefined || ids.includes(one.id)) &&
      (priority === undefined || one.priority === priority) &&
      (state === undefined || one.state === state),
  )
  if (meant.length === 0) return { answer: { status: 'Unknown' } }
  const report = () =>
    sendParts(world, 'NotifyDisplayMessages', inParts(meant, messagesPerPart), (messageInfo, { tbc }) => ({
      requestId,
      messageInfo,
      tbc,
    }))
  return { answer: { status: 'Accepted' }, afterwards: () => void report() }
}

export const clearDisplayMessage: Answer<'ClearDisplayMessage'> = ({ displays }, { id }) => ({
  answer: { status: displays.delete(id) ? 'Accepted' : 'Unknown' },
})

// O01.FR.01 - .17, O02.FR.01
function judge(world: World201, message: ocpp.MessageInfoType): ocpp.DisplayMessageStatusEnumType {
  const { displays, charger } = world
  if (!formats.has(message.message.format)) return 'NotSupportedMessageFormat'
  if (message.transactionId !== undefined && !charger.sessions().some(({ wireId }) => wireId === message.transactionId))
    return 'UnknownTransaction'
  if (!displays.has(message.id) && shown(world).length >= limits.displayMessages) return 'Rejected'
  return 'Accepted'
}

/** Those whose time or transaction is over are gone. */
function shown({ displays, charger, fromServer }: World201): ocpp.MessageInfoType[] {
  const running = new Set(charger.sessions().map(({ wireId }) => wireId))
  for (const { id, endDateTime, transactionId } of displays.values()) {
    const isOver = endDateTime !== undefined && fromServer(endDateTime) <= charger.clock.nowMs()
    if (isOver || (transactionId !== undefined && !running.has(transactionId))) displays.delete(id)
  }
  return [...displays.values()]
}

const formats = new Set<string>(['ASCII', 'UTF8', 'QRCODE'])
const messagesPerPart = 2
