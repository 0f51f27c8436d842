/** Words of platform-api 2. */
export const systemStatus = ['enabled', 'disabled', 'out of order', 'demo'] as const
export const evseStatus = ['enabled', 'disabled', 'out of order'] as const
export const onOff = ['enabled', 'disabled'] as const
export const chargePointType = ['private', 'public', 'personal'] as const
export const partnerAccessType = [
  'private_view_private_use',
  'private_view_public_use',
  'public_view_private_use',
] as const
export const networkType = ['cellular', 'ethernet', 'wlan'] as const
/** Those of chargers that speak JSON; there is no SOAP here. */
export const ocppProtocol = ['ocpp 1.6', 'ocpp 2.0.1', 'ocpp 2.1'] as const
export const communicationMode = ['none', 'direct_ocpp'] as const
export const capability = [
  'remote_start_stop_capable',
  'meter_values',
  'stop_transaction_on_ev_disconnect',
  'disregard_the_heartbeats',
  'display_messages',
] as const
export const networkStatus = [
  'never_connected',
  'available',
  'temporarily_unavailable',
  'long-term_unavailable',
] as const
export const chargePointHardwareStatus = ['available', 'unavailable', 'faulted'] as const
export const evseHardwareStatus = [
  'available',
  'preparing',
  'charging',
  'suspendedEV',
  'suspendedEVSE',
  'finishing',
  'reserved',
  'unavailable',
  'faulted',
  'occupied',
] as const
export const roamingEvseStatus = [
  'available',
  'blocked',
  'charging',
  'inoperative',
  'outoforder',
  'planned',
  'removed',
  'reserved',
  'unknown',
] as const
export const securityProfileStatus = ['applied', 'pending', 'rejected'] as const
export const currentType = ['ac', 'dc'] as const
export const connectorType = [
  'type1',
  'type2',
  'type3',
  'chademo',
  'ccs1',
  'ccs2',
  'schuko',
  'nacs',
  'cee16',
  'cee32',
  'j1772',
  'inductive',
  'nema-5-20',
  'type-e-french',
  'type-g-british',
  'type-j-swiss',
  'avcon',
  'gb-t-ac',
  'gb-t-dc',
  'chaoji',
  'nema-6-30',
  'nema-6-50',
] as const
export const connectorFormat = ['socket', 'cable'] as const
export const voltage = ['230', '380', '400', '480', '120', '208', '240', '110-130', '220-240', '277'] as const
export const phases = ['single_phase', 'three_phase', 'split_phase'] as const
export const phaseRotation = ['RST', 'RTS', 'SRT', 'STR', 'TRS', 'TSR'] as const
export const connectedPhase = ['L1', 'L2', 'L3', 'L1_L2', 'L1_L3', 'L2_L3'] as const
export const sharingBillingRule = ['owner_covers_guests', 'guests_pay_directly', 'enforce_subscription'] as const
export const idTagStatus = ['enabled', 'disabled', 'suspended'] as const
export const idTagType = ['rfid', 'mac_address'] as const
export const idTagTypeAnswered = [...idTagType, 'emaid'] as const
export const vehicleType = ['company_car', 'private_car'] as const
export const protocolSpelling = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const
