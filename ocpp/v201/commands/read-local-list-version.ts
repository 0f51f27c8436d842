import type { Command } from '../command.ts'

/** 0 is no list, or an empty one (D02). */
export const readLocalListVersion: Command<'read-local-list-version', 'GetLocalListVersion'> = {
  action: 'GetLocalListVersion',
  needsCharger: false,
  call: () => ({}),
  read: ({ versionNumber }) => ({ state: 'accepted', reason: `Version ${versionNumber}` }),
}
