import { accountAdd } from './account-add.ts'
import { accountList } from './account-list.ts'
import { accountPassword } from './account-password.ts'
import { apiTokenAdd } from './api-token-add.ts'
import { apiTokenList } from './api-token-list.ts'
import { apiTokenRemove } from './api-token-remove.ts'
import { backup } from './backup.ts'
import { campaignCancel } from './campaign-cancel.ts'
import { campaignList } from './campaign-list.ts'
import { campaignPause } from './campaign-pause.ts'
import { campaignResume } from './campaign-resume.ts'
import { campaignStart } from './campaign-start.ts'
import { campaignUndo } from './campaign-undo.ts'
import { certificateEndRoot } from './certificate-end-root.ts'
import { certificateList } from './certificate-list.ts'
import { certificateReload } from './certificate-reload.ts'
import { certificateRevoke } from './certificate-revoke.ts'
import { certificateRoots } from './certificate-roots.ts'
import { certificateRotateRoot } from './certificate-rotate-root.ts'
import { certificateSign } from './certificate-sign.ts'
import { certificateSwitchRoot } from './certificate-switch-root.ts'
import { certificateUndoRoot } from './certificate-undo-root.ts'
import { chargerAdd } from './charger-add.ts'
import { chargerPasswordChange } from './charger-password-change.ts'
import { chargerRaiseProfile } from './charger-raise-profile.ts'
import { circuitAdd } from './circuit-add.ts'
import { circuitChange } from './circuit-change.ts'
import { circuitConnect } from './circuit-connect.ts'
import { circuitDisconnect } from './circuit-disconnect.ts'
import { circuitList } from './circuit-list.ts'
import { circuitRemove } from './circuit-remove.ts'
import { clientAdd } from './client-add.ts'
import { clientGrants } from './client-grants.ts'
import { clientList } from './client-list.ts'
import { clientRemove } from './client-remove.ts'
import { clientRotate } from './client-rotate.ts'
import { clientDisable, clientEnable } from './client-switch.ts'
import type { Command } from './command.ts'
import { commandAvailability } from './command-availability.ts'
import { commandClearLimit, commandLimit } from './command-limit.ts'
import { commandReset } from './command-reset.ts'
import { commandStart } from './command-start.ts'
import { commandStop } from './command-stop.ts'
import { commandTrigger } from './command-trigger.ts'
import { commandUnlock } from './command-unlock.ts'
import { demo } from './demo.ts'
import { departureList } from './departure-list.ts'
import { departureRemove } from './departure-remove.ts'
import { departureSet } from './departure-set.ts'
import { doctor } from './doctor.ts'
import { exportCards } from './export-cards.ts'
import { exportChargers } from './export-chargers.ts'
import { exportMessages } from './export-messages.ts'
import { exportSessions } from './export-sessions.ts'
import { firmwareAdd } from './firmware-add.ts'
import { firmwareList } from './firmware-list.ts'
import { flexibilityActivate } from './flexibility-activate.ts'
import { flexibilityCancel } from './flexibility-cancel.ts'
import { flexibilityList } from './flexibility-list.ts'
import { flexibilityOffer } from './flexibility-offer.ts'
import { flexibilityReport } from './flexibility-report.ts'
import { groupAdd } from './group-add.ts'
import { groupChange } from './group-change.ts'
import { groupList } from './group-list.ts'
import { groupRemove } from './group-remove.ts'
import { helpFor } from './help.ts'
import { importCards } from './import-cards.ts'
import { importChargers } from './import-chargers.ts'
import { importVehicles } from './import-vehicles.ts'
import { limitFeedAdd } from './limit-feed-add.ts'
import { limitFeedList } from './limit-feed-list.ts'
import { limitFeedRemove } from './limit-feed-remove.ts'
import { localListSend } from './local-list-send.ts'
import { localListShow } from './local-list-show.ts'
import { localListSwitch } from './local-list-switch.ts'
import { meterAdd } from './meter-add.ts'
import { meterList } from './meter-list.ts'
import { meterRemove } from './meter-remove.ts'
import { migrate } from './migrate.ts'
import { reservationAdd } from './reservation-add.ts'
import { reservationCancel } from './reservation-cancel.ts'
import { reservationList } from './reservation-list.ts'
import { restore } from './restore.ts'
import { retention } from './retention.ts'
import { simulate } from './simulate.ts'
import { simulateCharger } from './simulate-charger.ts'
import { siteAdd } from './site-add.ts'
import { siteList } from './site-list.ts'
import { siteLive } from './site-live.ts'
import { siteRemove } from './site-remove.ts'
import { siteSolar } from './site-solar.ts'
import { siteWeather } from './site-weather.ts'
import { start } from './start.ts'
import { tariffAdd } from './tariff-add.ts'
import { tariffAssign } from './tariff-assign.ts'
import { tariffList } from './tariff-list.ts'
import { tenantAdd } from './tenant-add.ts'
import { tenantList } from './tenant-list.ts'
import { tokenAdd } from './token-add.ts'
import { unknownAccept } from './unknown-accept.ts'
import { unknownDismiss } from './unknown-dismiss.ts'
import { unknownList } from './unknown-list.ts'
import { vdv463Import } from './vdv463-import.ts'
import { vdv463List } from './vdv463-list.ts'
import { vehicleAdd } from './vehicle-add.ts'
import { vehicleDescribe } from './vehicle-describe.ts'
import { vehicleList } from './vehicle-list.ts'
import { vehiclePassword } from './vehicle-password.ts'
import { vehicleRemove } from './vehicle-remove.ts'
import { vehicleShow } from './vehicle-show.ts'
import { vehicleDisable, vehicleEnable } from './vehicle-switch.ts'
import { version } from './version.ts'

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  start,
  demo,
  migrate,
  doctor,
  backup,
  restore,
  retention,
  tenantAdd,
  tenantList,
  chargerAdd,
  chargerPasswordChange,
  chargerRaiseProfile,
  unknownList,
  unknownAccept,
  unknownDismiss,
  certificateRoots,
  certificateRotateRoot,
  certificateSwitchRoot,
  certificateUndoRoot,
  certificateEndRoot,
  certificateSign,
  certificateList,
  certificateRevoke,
  certificateReload,
  tokenAdd,
  localListShow,
  localListSwitch,
  localListSend,
  reservationAdd,
  reservationCancel,
  reservationList,
  clientAdd,
  clientList,
  clientGrants,
  clientRotate,
  clientDisable,
  clientEnable,
  clientRemove,
  apiTokenAdd,
  apiTokenList,
  apiTokenRemove,
  accountAdd,
  accountPassword,
  accountList,
  siteAdd,
  siteList,
  siteLive,
  siteSolar,
  siteWeather,
  siteRemove,
  circuitAdd,
  circuitChange,
  circuitRemove,
  circuitConnect,
  circuitDisconnect,
  circuitList,
  groupAdd,
  groupChange,
  groupRemove,
  groupList,
  meterAdd,
  meterList,
  meterRemove,
  tariffAdd,
  tariffAssign,
  tariffList,
  limitFeedAdd,
  limitFeedList,
  limitFeedRemove,
  flexibilityOffer,
  flexibilityActivate,
  flexibilityList,
  flexibilityReport,
  flexibilityCancel,
  vdv463Import,
  vdv463List,
  vehicleAdd,
  vehicleDescribe,
  vehiclePassword,
  vehicleEnable,
  vehicleDisable,
  vehicleRemove,
  vehicleList,
  vehicleShow,
  departureSet,
  departureList,
  departureRemove,
  firmwareAdd,
  firmwareList,
  campaignStart,
  campaignList,
  campaignPause,
  campaignResume,
  campaignCancel,
  campaignUndo,
  importChargers,
  importCards,
  importVehicles,
  exportSessions,
  exportChargers,
  exportCards,
  exportMessages,
  commandStart,
  commandStop,
  commandReset,
  commandUnlock,
  commandTrigger,
  commandAvailability,
  commandLimit,
  commandClearLimit,
  simulate,
  simulateCharger,
  version,
  helpFor(() => commands),
]
