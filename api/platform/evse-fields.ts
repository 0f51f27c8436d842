import * as words from './enums.ts'
import {
  flag,
  id,
  instant,
  integer,
  list,
  type Members,
  map,
  number,
  object,
  replySchema,
  text,
  word,
} from './fields.ts'
import { runningSessionFields } from './view-session.ts'

/** platform-api 3.3 */
export const connectorFields: Members = {
  id: id({ readOnly: true, fallback: 0 }),
  networkId: text({ readOnly: true }),
  type: word(words.connectorType, { required: true }),
  format: word(words.connectorFormat),
  status: word(words.onOff, { fallback: 'enabled' }),
}

/** What is said of an EVSE within its charger; the charger is in the address. */
export const evseFields: Members = {
  id: id({ readOnly: true, fallback: 0 }),
  chargePointId: id({ readOnly: true, fallback: 0 }),
  operatorId: id({ readOnly: true }),
  physicalReference: text({ required: true }),
  label: text({ nullable: true }),
  currentType: word(words.currentType, { required: true }),
  networkId: text({ required: true, longest: 10, description: "The charger's own number of it, from 1 on" }),
  status: word(words.evseStatus, { required: true, fallback: 'enabled' }),
  midMeterCertificationEndYear: integer({ nullable: true, least: 1900, most: 2200 }),
  tariffGroupId: id({ nullable: true }),
  allowsReservation: flag(),
  bookingEnabled: flag(),
  monitoringEnabled: flag(),
  powerOptions: object({
    maxPower: integer({ nullable: true, least: 0, description: 'W' }),
    maxVoltage: word(words.voltage, { nullable: true }),
    maxAmperage: number({ nullable: true, least: 0 }),
    phases: word(words.phases, { nullable: true }),
    phaseRotation: word(words.phaseRotation, { nullable: true }),
    connectedPhase: word(words.connectedPhase, { nullable: true }),
  }),
  externalId: text({ nullable: true }),
  capabilityOverrides: map({ nullable: true }),
  roamingOperatorId: id({ readOnly: true }),
  roaming: object(
    {
      evseId: text({ readOnly: true }),
      tariffIds: list(text(), { readOnly: true }),
      capabilities: list(text(), { readOnly: true }),
      physicalReference: text({ readOnly: true }),
      status: word(words.roamingEvseStatus, { readOnly: true }),
    },
    { readOnly: true },
  ),
  hardwareStatus: word(words.evseHardwareStatus, { readOnly: true }),
  createdAt: instant({ readOnly: true }),
  lastUpdatedAt: instant({ readOnly: true }),
  voltyard: object(
    {
      session: object(runningSessionFields, {
        readOnly: true,
        nullable: true,
        description: 'What runs on it now; null: nothing does',
      }),
    },
    { readOnly: true },
  ),
  chargingProfile: map({ readOnly: true, included: true }),
  connectors: list(object(connectorFields), { readOnly: true, included: true }),
  externalAppData: map({ nullable: true, included: true }),
}

/** The same for addresses that do not name the charger. */
export const newEvseFields: Members = { ...evseFields, chargePointId: id({ required: true, fallback: 0 }) }

export const Evse = { $id: 'Evse', title: 'Evse', ...replySchema(evseFields) }
export const Connector = { $id: 'Connector', title: 'Connector', ...replySchema(connectorFields) }
