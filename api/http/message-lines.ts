import type { FoundMessage } from '#core/live/message-log.ts'

/** Messages as JSON lines, a piece for each part: an object per exchange, its frames as JSON where they are such. */
export async function* writeMessageLines(
  parts: AsyncIterable<readonly FoundMessage[]>,
): AsyncGenerator<string, void, undefined> {
  for await (const messages of parts) {
    if (messages.length > 0) yield messages.map((message) => `${JSON.stringify(lineOf(message))}\n`).join('')
  }
}

function lineOf(message: FoundMessage) {
  const { at, charger, direction, action, messageId, call, reply, result, repairs, latencyMicros } = message
  return {
    at: at.toString({ smallestUnit: 'millisecond' }),
    charger: charger.identity,
    direction,
    action,
    messageId,
    result,
    latencyMs: latencyMicros / 1000,
    repairs: repairs === null ? [] : repairs.split(', '),
    call: jsonOrText(call),
    reply: reply === null ? null : jsonOrText(reply),
  }
}

/** A frame that was too long for the log, or was no JSON, stays a text. */
function jsonOrText(frame: string): unknown {
  try {
    return JSON.parse(frame)
  } catch {
    return frame
  }
}
