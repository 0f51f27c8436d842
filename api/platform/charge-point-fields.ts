import * as words from './enums.ts'
import { evseFields } from './evse-fields.ts'
import { flag, id, instant, integer, list, type Members, map, object, replySchema, text, word } from './fields.ts'

const localized = object({
  locale: text({ required: true, longest: 10 }),
  translation: text({ required: true, longest: 2_000 }),
})

/** What the core makes something of; all others are kept as they come. */
const understood: Members = {
  name: text({ required: true, longest: 100 }),
  network: object({
    id: text({ required: true, longest: 48, description: 'The identity by which the charger connects' }),
    protocol: word(words.ocppProtocol, {
      nullable: true,
      description: 'Without one that was given, what the charger speaks. What it may speak: `voltyard.protocols`',
    }),
    password: text({ nullable: true, writeOnly: true, longest: 64, description: 'The same as `voltyard.password`' }),
    ip: text({ readOnly: true }),
    port: integer({ readOnly: true }),
  }),
  voltyard: object(
    {
      bootPolicy: word(['accepted', 'pending', 'rejected'], {
        fallback: 'accepted',
        description: 'What a boot is answered with; it counts at once for a connected charger',
      }),
      bootIntervalS: integer({ nullable: true, least: 1, most: 86_400, description: 'Told with the answer, exactly' }),
      provisioning: word(['automatic', 'off'], {
        fallback: 'automatic',
        description: 'Whether we set it up by ourselves',
      }),
      securityProfile: integer({ least: 0, most: 3, fallback: 1, description: 'The least that it may connect with' }),
      password: text({
        nullable: true,
        writeOnly: true,
        longest: 64,
        description: '16 to 64 characters (40 before OCPP 2.1); null changes nothing',
      }),
      protocols: list(word([...words.protocolSpelling, '1.6', '2.0.1', '2.1']), {
        nullable: true,
        fallback: undefined,
        description: 'The only versions that it may speak; null is any',
      }),
    },
    { description: 'What this server knows beyond the platform API' },
  ),
}

const kept: Members = {
  type: word(words.chargePointType, { required: true }),
  pin: text({ nullable: true, longest: 32, description: 'Digits' }),
  locationId: id({ nullable: true }),
  chargingZoneId: id({ nullable: true }),
  electricityRateId: id({ nullable: true }),
  electricityCostReimbursementIntegrationId: id({ nullable: true }),
  installationAndMaintenanceCompanyId: id({ nullable: true }),
  subscription: object({ required: flag(), planIds: list(id()) }),
  networkType: word(words.networkType),
  status: word(words.systemStatus, { required: true, fallback: 'enabled' }),
  managedByOperator: flag({ fallback: true }),
  communicationMode: word(words.communicationMode, { fallback: 'direct_ocpp' }),
  externalId: text({ nullable: true }),
  capabilities: list(word(words.capability)),
  autoStartWithoutAuthorization: flag(),
  disableAutoStartEmulation: flag(),
  modelId: id({ nullable: true }),
  enableAutoFaultRecovery: flag(),
  monitoringEnabled: flag(),
  user: object({ id: id({ nullable: true }), automaticFirmwareUpdatesEnabled: flag() }),
  partner: object({
    id: id({ nullable: true }),
    contractId: id({ nullable: true }),
    contactId: id({ nullable: true }),
    corporateBillingAsDefault: flag(),
    accessType: word(words.partnerAccessType, { nullable: true }),
    notice: list(localized, { nullable: true, fallback: undefined }),
  }),
  utilityId: id({ nullable: true }),
  tags: list(text()),
  sharingCode: text({ nullable: true, longest: 64 }),
  sharingBillingRule: word(words.sharingBillingRule),
  enabledRandomisedDelay: flag(),
  noticeId: id({ nullable: true }),
  usesRenewableEnergy: flag(),
  uptimeTrackingEnabled: flag(),
  integratedAt: instant({ nullable: true }),
  manufacturedAt: instant({ nullable: true }),
  countryStationId: text({ nullable: true }),
}

const bootInfo = object(
  {
    model: text(),
    vendor: text(),
    chargeBoxSerialNumber: text({ nullable: true }),
    chargePointSerialNumber: text({ nullable: true }),
    firmwareVersion: text({ nullable: true }),
    iccid: text({ nullable: true }),
    imsi: text({ nullable: true }),
    meterSerialNumber: text({ nullable: true }),
    meterType: text({ nullable: true }),
    lastUpdatedAt: instant({ nullable: true }),
  },
  { readOnly: true, nullable: true, included: true },
)

/** platform-api 3.2; `security` stands here, for the core knows one of its members. */
export const chargePointFields: Members = {
  id: id({ readOnly: true, fallback: 0 }),
  operatorId: id({ readOnly: true }),
  ...understood,
  ...kept,
  security: object({
    desiredProfile: integer({ least: 0, most: 3 }),
    currentProfile: integer({ readOnly: true, least: 0, most: 3 }),
    hardwareEnabledProfile: integer({ readOnly: true, least: 0, most: 3 }),
    desiredProfileStatus: word(words.securityProfileStatus, { readOnly: true }),
  }),
  // OCPP 1.5 over SOAP, and chargers behind other chargers.
  ocppConnectedChargePointId: id({ readOnly: true }),
  uptimeTrackingActivatedAt: instant({ readOnly: true }),
  createdAt: instant({ readOnly: true }),
  firstContactAt: instant({ readOnly: true }),
  roamingOperatorId: id({ readOnly: true }),
  displayTariffAndCosts: flag({ readOnly: true }),
  networkStatus: word(words.networkStatus, { readOnly: true }),
  lastNetworkStatusUpdateAt: instant({ readOnly: true }),
  hardwareStatus: word(words.chargePointHardwareStatus, { readOnly: true }),
  vendorErrorCode: text({ readOnly: true }),
  lastUpdatedAt: instant({ readOnly: true }),
  lastBootNotification: bootInfo,
  chargingProfile: map({ readOnly: true, included: true }),
  smartCharging: map({ readOnly: true, included: true }),
  location: map({ readOnly: true, included: true }),
  evses: list(object(evseFields), { readOnly: true, included: true }),
}

/** The members that are kept as they come. */
export const keptOfChargePoint = [...Object.keys(kept), 'security'] as const

export const ChargePoint = { $id: 'ChargePoint', title: 'ChargePoint', ...replySchema(chargePointFields) }
