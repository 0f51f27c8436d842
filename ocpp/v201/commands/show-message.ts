import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** A message with the id of one that is there replaces it (O06.FR.01). */
export const showMessage: Command<'show-message', 'SetDisplayMessage'> = {
  action: 'SetDisplayMessage',
  needsCharger: true,
  call({ message }, { charger }) {
    const { id, priority, text, format, language, state, from, until, sessionId } = message
    const session = charger?.sessions.open().find((open) => open.id === sessionId)
    if (sessionId !== null && !session) return { refused: `Session ${sessionId} does not run on this charger.` } // O02.FR.01
    return {
      message: {
        id,
        priority,
        message: { format, content: text, ...(language === null ? {} : { language }) },
        ...(state === null ? {} : { state }),
        ...(from === null ? {} : { startDateTime: from }),
        ...(until === null ? {} : { endDateTime: until }),
        ...(session ? { transactionId: session.wireId } : {}),
      },
    }
  },
  read: readStatus,
}
