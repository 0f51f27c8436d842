import type { Reply } from '../socket/dialogue.ts'
import type { Answer, Calls, World16 } from './messages.ts'
import { tellDiagnosticsStatus, tellFirmwareStatus, tellLogStatus, tellSignedFirmwareStatus } from './reports.ts'

type Status = Calls['TriggerMessage'][1]['status']
type Triggered = Reply & { answer: { status: Status } }
type Asked = Calls['TriggerMessage'][0]['requestedMessage'] | Calls['ExtendedTriggerMessage'][0]['requestedMessage']

export const triggerMessage: Answer<'TriggerMessage'> = (world, { requestedMessage, connectorId }) => {
  if (requestedMessage === 'FirmwareStatusNotification') return yes(() => tellFirmwareStatus(world))
  return trigger(world, requestedMessage, connectorId)
}

export const extendedTriggerMessage: Answer<'ExtendedTriggerMessage'> = (world, { requestedMessage, connectorId }) => {
  if (requestedMessage === 'FirmwareStatusNotification') return yes(() => tellSignedFirmwareStatus(world))
  return trigger(world, requestedMessage, connectorId)
}

function trigger(world: World16, asked: Asked, connectorId: number | undefined): Triggered {
  const { charger, link, equipment } = world
  const numbers = connectorId === undefined ? charger.evses.map(({ number }) => number) : [connectorId]
  if (numbers.some((number) => number !== 0 && !charger.evse(number))) return { answer: { status: 'Rejected' } }

  if (asked === 'Heartbeat') return yes(() => void link.call('Heartbeat', {}, { isEarly: true }))
  if (asked === 'BootNotification') return yes(() => link.bootNow())
  if (asked === 'StatusNotification') {
    const places = connectorId === undefined ? [0, ...numbers] : numbers
    return yes(() => {
      for (const number of places) world.tellStatus(number)
    })
  }
  if (asked === 'MeterValues') {
    // Nothing is measured for the charger as a whole.
    if (connectorId === 0) return { answer: { status: 'Rejected' } }
    return yes(() => {
      for (const number of numbers) world.tellMeter(number)
    })
  }
  if (asked === 'DiagnosticsStatusNotification') return yes(() => tellDiagnosticsStatus(world))
  if (asked === 'LogStatusNotification') return yes(() => tellLogStatus(world))
  if (asked === 'SignChargePointCertificate') return yes(() => void equipment.renewal.start('station'))
  return { answer: { status: 'NotImplemented' } }
}

function yes(afterwards: () => void): Triggered {
  return { answer: { status: 'Accepted' }, afterwards }
}
