import { stationVariable, type VariablePlace } from '../devices/device-variable.ts'
import type { Generation, TemplateSetting } from './template.ts'

/**
 * How the server sets up chargers of which nobody has said anything else. Not in here, with reason:
 * `HeartbeatInterval`, which the answer to the boot sets, differently for each charger (T-07); `TxStartPoint` and
 * `TxStopPoint`, which are a matter of the site; security profile, passwords and network profiles, which have their own
 * ways; the authorization cache and the local list, which go with the lists that are sent.
 */
export const defaultSettings: readonly TemplateSetting[] = [
  // V-15: a reading a minute while charging. More wears out the mobile contract, less hides what a vehicle does.
  want(['SampledDataCtrlr', 'TxUpdatedInterval'], '60'),
  // A quarter of an hour is what grids are billed by; the readings are there also while nobody charges.
  want(['AlignedDataCtrlr', 'Interval'], '900'),
  // T-06: keeps routers from forgetting the connection, and is below attempts times interval of the messages below.
  want(['OCPPCommCtrlr', 'WebSocketPingInterval'], '60'),
  // A transaction message that met a fault of ours is sent again for five minutes.
  want(['OCPPCommCtrlr', 'MessageAttempts', 'TransactionEvent'], '5'),
  want(['OCPPCommCtrlr', 'MessageAttemptInterval', 'TransactionEvent'], '60'),
  // A card that turns out to be blocked ends its session.
  want(['TxCtrlr', 'StopTxOnInvalidId'], 'true'),
  // A remote start was authorized by whoever asked for it: asking again only takes time, and fails for app users.
  want(['AuthCtrlr', 'AuthorizeRemoteStart'], 'false'),
  // While there is a connection we are asked: a card that was blocked a minute ago does not begin to charge.
  want(['AuthCtrlr', 'LocalPreAuthorize'], 'false'),
  // Without a connection, known cards charge and unknown ones do not.
  want(['AuthCtrlr', 'LocalAuthorizeOffline'], 'true'),
  want(['AuthCtrlr', 'OfflineTxForUnknownIdEnabled'], 'false'),
  // T-09: after an outage a fleet comes back spread over half a minute, and one that cannot waits up to five minutes.
  want(['OCPPCommCtrlr', 'RetryBackOffWaitMinimum'], '5', '2'),
  want(['OCPPCommCtrlr', 'RetryBackOffRandomRange'], '30', '2'),
  want(['OCPPCommCtrlr', 'RetryBackOffRepeatTimes'], '6', '2'),
  // 1.6 has the registers in start and stop themselves; in 2.x a session without these has no energy.
  want(['SampledDataCtrlr', 'TxStartedMeasurands'], 'Energy.Active.Import.Register', '2'),
  want(['SampledDataCtrlr', 'TxEndedMeasurands'], 'Energy.Active.Import.Register', '2'),
]

/** V-15: what is worth knowing while a vehicle charges, the most important first. */
export const defaultMeasurands: readonly string[] = [
  'Energy.Active.Import.Register',
  'Power.Active.Import',
  'Current.Import',
  'Voltage',
  'SoC',
  'Current.Offered',
  'Power.Offered',
]

/** What chargers refuse is tried without, in this order: one that is refused spoils the whole list in 1.6 (V-15). */
export const fragileMeasurands: readonly string[] = [
  'Temperature',
  'Power.Offered',
  'Current.Offered',
  'SoC',
  'Power.Factor',
  'Frequency',
  'Voltage',
  'Current.Import',
  'Power.Active.Import',
]

/** Where the measurands of a running session are set. */
export const sampledMeasurands: VariablePlace = stationVariable('SampledDataCtrlr', 'TxUpdatedMeasurands')

function want(
  [component, variable, instance]: [string, string, string?],
  value: string,
  generation: Generation | null = null,
): TemplateSetting {
  return { ...stationVariable(component, variable, instance ?? null), value, generation }
}
