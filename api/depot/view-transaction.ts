import { type Static, Type } from 'typebox'
import type { FinishedSession } from '#core/sessions/session.ts'
import { isoTimeOf } from './iso-time.ts'

const time = (description: string, example = '2025-02-10T23:31:12.000Z') =>
  Type.String({ format: 'date-time', description, examples: [example] })

const timeOrNull = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date-time', description, examples: [null] })

const textOrNull = (description: string, example: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description, examples: [example] })

const percentOrNull = (description: string, example: number) =>
  Type.Unsafe<number | null>({ type: ['number', 'null'], description, examples: [example] })

const initiator = textOrNull('Who started it: the uid of the presented token', '7A11C3F0')

// depot-api 9.3: names and order are the original's.
export const Transaction = Type.Object(
  {
    TransactionID: Type.Integer({ description: 'Unique in the whole installation', examples: [88121] }),
    ChargerID: Type.String({ examples: ['BAY-07'] }),
    ConnectorID: Type.Integer({ description: 'The number of the connector within its charger', examples: [2] }),
    StartAt: time("Start, by the charger's clock", '2025-02-10T19:04:55.000Z'),
    EndAt: time("End, by the charger's clock"),
    InitialSoC: percentOrNull('State of charge at the start in percent; 0 when unknown', 41),
    VehicleID: textOrNull('The vehicle; the presented token when none is assigned to it', 'BUS-3302'),
    Initiator: initiator,
    EndSoC: percentOrNull('State of charge at the end in percent; 0 when unknown', 97),
    EnergyDelivered: Type.Number({ description: 'Energy in Wh', examples: [171450] }),
    EndResult: Type.String({
      description: 'Why it ended, in the words of OCPP 1.6; Incomplete when the charger did not say',
      examples: ['EVDisconnected'],
    }),
    ExtraInfo: Type.Object({ Initiator: initiator }),
    SessionStartTime: timeOrNull('When the vehicle was plugged in, if known'),
    SessionEndTime: timeOrNull('When the vehicle was unplugged, if known'),
    InsertedAt: time('When the record became visible here; never changes'),
  },
  { $id: 'Transaction', title: 'Transaction' },
)

export function viewTransaction(
  session: FinishedSession,
  { nullUnknownSoc }: { nullUnknownSoc: boolean },
): Static<typeof Transaction> {
  const unknownSoc = nullUnknownSoc ? null : 0
  return {
    TransactionID: session.recordNo,
    ChargerID: session.charger,
    ConnectorID: session.connector,
    StartAt: isoTimeOf(session.startedMs),
    EndAt: isoTimeOf(session.endedMs),
    InitialSoC: session.initialSoc ?? unknownSoc,
    VehicleID: session.vehicleId ?? session.tokenUid,
    Initiator: session.tokenUid,
    EndSoC: session.endSoc ?? unknownSoc,
    EnergyDelivered: Number(session.energyWh),
    EndResult: endResultOf(session.endReason),
    ExtraInfo: { Initiator: session.tokenUid },
    SessionStartTime: timeOrUnknown(session.pluggedMs),
    SessionEndTime: timeOrUnknown(session.unpluggedMs),
    InsertedAt: isoTimeOf(session.insertedMs),
  }
}

function timeOrUnknown(ms: number | null): string | null {
  return ms === null ? null : isoTimeOf(ms)
}

/** Reasons that we do not know, and those of records that the server closed by itself, are Incomplete. */
export function endResultOf(reason: string | null): string {
  return (reason !== null && endResults.get(reason)) || 'Incomplete'
}

const endResults = new Map([
  ['DeAuthorized', 'DeAuthorized'],
  ['EmergencyStop', 'EmergencyStop'],
  ['EVDisconnected', 'EVDisconnected'],
  ['HardReset', 'HardReset'],
  ['Local', 'Local'],
  ['Other', 'Other'],
  ['PowerLoss', 'PowerLoss'],
  ['Reboot', 'Reboot'],
  ['Remote', 'Remote'],
  ['SoftReset', 'SoftReset'],
  ['UnlockCommand', 'UnlockCommand'],
  // What only OCPP 2.x can say:
  ['ImmediateReset', 'HardReset'],
  ['MasterPass', 'Local'],
  ['LocalOutOfCredit', 'DeAuthorized'],
  ['ReqEnergyTransferRejected', 'Other'],
  ['CostLimitReached', 'Other'],
  ['EnergyLimitReached', 'Other'],
  ['SOCLimitReached', 'Other'],
  ['TimeLimitReached', 'Other'],
  ['Timeout', 'Other'],
  ['StoppedByEV', 'Other'],
  ['GroundFault', 'Other'],
  ['OvercurrentFault', 'Other'],
  ['PowerQuality', 'Other'],
])
