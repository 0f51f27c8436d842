import type { MakeVariable } from '../v201/device-model.ts'
import { fixed } from '../v201/variables/make-variable.ts'

/** What the device model of a 2.1 charger says beside that of 2.0.1. */
export const variables21: MakeVariable[] = [
  fixed('TxCtrlr', 'SupportedLimits', 'MaxCost,MaxEnergy,MaxTime,MaxSoC', 'MemberList'),
  fixed('TxCtrlr', 'ResumptionTimeout', '3600', 'integer'),
  fixed('TariffCostCtrlr', 'Enabled', 'true', 'boolean', 'Tariff'),
  fixed('TariffCostCtrlr', 'Enabled', 'true', 'boolean', 'Cost'),
  fixed('TariffCostCtrlr', 'MaxElements', '20', 'integer', 'Tariff'),
  fixed('TariffCostCtrlr', 'ConditionsSupported', 'false', 'boolean', 'Tariff'),
  fixed('SmartChargingCtrlr', 'SupportsDynamicProfiles', 'true', 'boolean'),
  fixed('DERCtrlr', 'Enabled', 'true', 'boolean'),
  fixed('PaymentCtrlr', 'Enabled', 'true', 'boolean'),
  fixed('WebPaymentsCtrlr', 'Enabled', 'true', 'boolean'),
  fixed('BatterySwapCtrlr', 'Enabled', 'true', 'boolean'),
]
