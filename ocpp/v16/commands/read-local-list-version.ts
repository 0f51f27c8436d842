import type { Command } from '../command.ts'

/** 0 is an empty list, −1 none at all. */
export const readLocalListVersion: Command<'read-local-list-version', 'GetLocalListVersion'> = {
  action: 'GetLocalListVersion',
  needsCharger: false,
  call: () => ({}),
  read: ({ listVersion }) => ({
    state: 'accepted',
    reason: listVersion < 0 ? 'The charger keeps no list.' : `Version ${listVersion}`,
  }),
}
