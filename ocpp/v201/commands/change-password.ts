import { passwordToTell } from '../../password-to-tell.ts'
import type { Command } from '../command.ts'

/** S-04, A01 */
export const changePassword: Command<'change-password', 'SetVariables'> = {
  action: 'SetVariables',
  needsCharger: true,
  async call(_, about) {
    const password = await passwordToTell(about)
    if (password === null) return { refused: 'There is no new password for the charger.' }
    const place = { component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } }
    return { setVariableData: [{ attributeValue: password, ...place }] }
  },
  read({ setVariableResult: [result] }) {
    const status = result?.attributeStatus ?? 'Rejected'
    const isTaken = status === 'Accepted' || status === 'RebootRequired'
    return { state: isTaken ? 'accepted' : 'refused', reason: status === 'Accepted' ? null : status }
  },
}
