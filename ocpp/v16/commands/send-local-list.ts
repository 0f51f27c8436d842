import { whatFits } from '#core/devices/split-message.ts'
import { nextUpdate } from '#core/local-lists/next-update.ts'
import type { ListLine } from '#core/local-lists/plan-list.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { idTagInfo } from '../id-tag-info.ts'

/** As many cards as the charger takes in one call; the others follow as differences. */
export const sendLocalList: Command<'send-local-list', 'SendLocalList'> = {
  action: 'SendLocalList',
  needsCharger: true,
  async call({ update }, { ctx, charger }) {
    const next = await nextUpdate(ctx!, charger!.charger, update)
    if (!next) return { refused: 'The list is up to date.' }
    const localAuthorizationList = whatFits(next.lines.map(lineToWire), next.limits)
    return { listVersion: await next.nextVersion(), localAuthorizationList, updateType: updateTypes[next.update] }
  },
  read: readStatus,
}

// A-24; what has no idTagInfo goes.
function lineToWire({ uid, entry }: ListLine) {
  return { idTag: uid, ...(entry === null ? {} : { idTagInfo: idTagInfo(entry) }) }
}

const updateTypes = { full: 'Full', differential: 'Differential' } as const
