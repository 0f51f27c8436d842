import { createHash } from 'node:crypto'
import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { IdToken, Profile201 } from './messages.ts'

/** What a charger of 2.x keeps beside what chargers of all versions are. */
export type Station201 = {
  /** The kind of each token that came from the server, which is told with it again. */
  readonly tokenTypes: Map<string, IdToken['type']>
  /** Profiles as they came, by id: reports give them back. */
  readonly received: Map<number, { evseId: number; profile: Profile201; source: ocpp.ChargingLimitSourceEnumType }>
  readonly displays: Map<number, ocpp.MessageInfoType>
  /** What a transaction has cost so far, as the server said. I02 */
  readonly costs: Map<string, number>
  /** What cards did here, for whoever asks what is known of a customer. */
  readonly visits: { card: string; transactionId: string; startedMs: number }[]
  /** Firmware that is offered to other chargers. L03 */
  readonly publishing: Publishing
  /** Numbers of messages that will never arrive; each is lost once. */
  readonly lost: { action: string; seqNo: number }[]
  loses(action: string, seqNo: number): boolean
  nextEventId(): number
}

export type Publishing = {
  readonly checksums: Set<string>
  /** The checksum of what is fetched now. */
  underWay: string | null
  status: ocpp.PublishFirmwareStatusEnumType
  isChecksum(file: Buffer, checksum: string): boolean
}

export function createStation201(): Station201 {
  const lost: Station201['lost'] = []
  let events = 0
  return {
    tokenTypes: new Map(),
    received: new Map(),
    displays: new Map(),
    costs: new Map(),
    visits: [],
    publishing: {
      checksums: new Set(),
      underWay: null,
      status: 'Idle',
      isChecksum: (file, checksum) => createHash('md5').update(file).digest('hex') === checksum.toLowerCase(),
    },
    lost,
    nextEventId: () => ++events,
    loses(action, seqNo) {
      const index = lost.findIndex((one) => one.action === action && one.seqNo === seqNo)
      if (index !== -1) lost.splice(index, 1)
      return index !== -1
    },
  }
}
