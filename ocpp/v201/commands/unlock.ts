import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { placeOfConnector } from './place-of-connector.ts'

export const unlock: Command<'unlock', 'UnlockConnector'> = {
  action: 'UnlockConnector',
  needsCharger: true,
  call: ({ connector }, { charger }) =>
    placeOfConnector(connector, charger) ?? { refused: `The charger has no connector ${connector}.` },
  read: readStatus,
}
