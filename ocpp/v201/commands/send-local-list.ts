import { whatFits } from '#core/devices/split-message.ts'
import { nextUpdate } from '#core/local-lists/next-update.ts'
import type { ListLine } from '#core/local-lists/plan-list.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { idTokenInfo } from '../id-token-info.ts'
import { tokenTypeOf } from '../token-type.ts'

/** As many cards as the charger takes in one call; the others follow as differences (D01.FR.03). */
export const sendLocalList: Command<'send-local-list', 'SendLocalList'> = {
  action: 'SendLocalList',
  needsCharger: true,
  async call({ update }, { ctx, charger }) {
    const next = await nextUpdate(ctx!, charger!.charger, update)
    if (!next) return { refused: 'The list is up to date.' }
    const lines = whatFits(next.lines.map(lineToWire), next.limits)
    return {
      versionNumber: await next.nextVersion(),
      updateType: updateTypes[next.update],
      // A list without cards is left out: its schema wants at least one (D01.FR.04).
      ...(lines.length > 0 ? { localAuthorizationList: lines as [(typeof lines)[0]] } : {}),
    }
  },
  read: readStatus,
}

// What has no idTokenInfo goes.
function lineToWire({ uid, entry }: ListLine) {
  return {
    idToken: { idToken: uid, type: tokenTypeOf(uid) },
    ...(entry === null ? {} : { idTokenInfo: idTokenInfo(entry) }),
  }
}

const updateTypes = { full: 'Full', differential: 'Differential' } as const
