import { derControlFault } from '#core/smart-charging/der-control.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { controlToWire } from '../der-control.ts'

export const setDerControl: Command<'set-der-control', 'SetDERControl'> = {
  action: 'SetDERControl',
  needsCharger: false,
  call({ control }) {
    const fault = derControlFault(control)
    return fault === null ? controlToWire(control) : { refused: fault }
  },
  read: readStatus,
}
