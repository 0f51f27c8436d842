import type { Command } from '../command.ts'

/** S-07: the charger disconnects and comes back by the new profile. */
export const setSecurityProfile: Command<'set-security-profile', 'ChangeConfiguration'> = {
  action: 'ChangeConfiguration',
  needsCharger: false,
  call: ({ profile }) => ({ key: 'SecurityProfile', value: String(profile) }),
  read: ({ status }) => ({
    state: status === 'Accepted' || status === 'RebootRequired' ? 'accepted' : 'refused',
    reason: status === 'Accepted' ? null : status,
  }),
}
