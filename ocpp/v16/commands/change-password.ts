import { passwordToTell } from '../../password-to-tell.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** S-04: the bytes of the password in hexadecimal. */
export const changePassword: Command<'change-password', 'ChangeConfiguration'> = {
  action: 'ChangeConfiguration',
  needsCharger: true,
  async call(_, about) {
    const password = await passwordToTell(about)
    if (password === null) return { refused: 'There is no new password for the charger.' }
    return { key: 'AuthorizationKey', value: Buffer.from(password).toString('hex') }
  },
  read: (response) =>
    response.status === 'RebootRequired' ? { state: 'accepted', reason: 'RebootRequired' } : readStatus(response),
}
