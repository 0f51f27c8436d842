import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import { isFinal } from '../equipment/firmware.ts'
import { firmwareStatuses, tellPublishStatus } from './answer-firmware.ts'
import { logStatuses } from './answer-log.ts'
import type { Answer, World201 } from './messages.ts'
import { tellFirmware, tellLog } from './reports.ts'

export const triggerMessage: Answer<'TriggerMessage'> = (world, request) => {
  const { requestedMessage, evse } = request
  if (evse && !world.charger.evse(evse.id))
    return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } } }
  const places = evse ? [evse.id] : world.charger.evses.map(({ number }) => number)
  const trigger = triggers[requestedMessage]
  const told = trigger?.(world, places)
  if (told === undefined) return { answer: { status: 'NotImplemented' } }
  if (told === 'nothing-to-tell') return { answer: { status: 'Rejected' } }
  return { answer: { status: 'Accepted' as const }, afterwards: () => void told() }
}

type Trigger = (world: World201, places: readonly number[]) => (() => unknown) | 'nothing-to-tell'

const triggers: Record<ocpp.MessageTriggerEnumType, Trigger> = {
  Heartbeat:
    ({ link }) =>
    () =>
      link.call('Heartbeat', {}, { isEarly: true }),
  // F06.FR.17
  BootNotification: ({ link }) => (link.registration === 'accepted' ? 'nothing-to-tell' : () => link.bootNow()),
  StatusNotification: (world, places) => () => places.forEach((number) => void world.tellStatus(number)),
  MeterValues: (world, places) => () => places.forEach((number) => void world.tellMeter(number)),
  TransactionEvent(world, places) {
    const running = places.filter((number) => world.charger.evse(number)?.session)
    return running.length === 0
      ? 'nothing-to-tell'
      : () => running.forEach((number) => void world.tellTransaction(number))
  },
  // N01.FR.17: Idle when nothing is under way; L01.FR.25 likewise.
  LogStatusNotification: (world) => () => {
    const { state, order } = world.equipment.logUpload
    if (state === 'uploading') tellLog(world, logStatuses[state], order?.requestId ?? null)
    else tellLog(world, 'Idle', null)
  },
  FirmwareStatusNotification: (world) => () => {
    const { state, order } = world.equipment.firmware
    if (isFinal(state)) tellFirmware(world, 'Idle', null)
    else tellFirmware(world, firmwareStatuses[state], order?.requestId ?? null)
  },
  PublishFirmwareStatusNotification: (world) => () => tellPublishStatus(world, 'Idle'),
  SignChargingStationCertificate:
    ({ equipment }) =>
    () =>
      equipment.renewal.start('station'),
  SignV2GCertificate:
    ({ equipment }) =>
    () =>
      equipment.renewal.start('vehicle'),
  SignCombinedCertificate:
    ({ equipment }) =>
    () =>
      equipment.renewal.start('station'),
}
