import { accounts } from './accounts.ts'
import { addCard } from './add-card.ts'
import { addCharger } from './add-charger.ts'
import { apiTokens } from './api-tokens.ts'
import { audit } from './audit.ts'
import { cancelCommand } from './cancel-command.ts'
import { cardOptions } from './card-options.ts'
import { certificates } from './certificates.ts'
import { chargerSecurity } from './certificates-security.ts'
import { changeCard } from './change-card.ts'
import { changeCharger } from './change-charger.ts'
import { changePassword } from './change-password.ts'
import { changeSecondFactor } from './change-second-factor.ts'
import { chargerPassword } from './charger-password.ts'
import { circuitLimits } from './circuit-limits.ts'
import { circuitMeters } from './circuit-meters.ts'
import { circuits } from './circuits.ts'
import { clients } from './clients.ts'
import { confirm } from './confirm.ts'
import { devices } from './devices.ts'
import { displayMessages } from './display-messages.ts'
import { exportCards } from './export-cards.ts'
import { exportChargers } from './export-chargers.ts'
import { exportMessages } from './export-messages.ts'
import { exportSessions } from './export-sessions.ts'
import { files } from './files.ts'
import { firmware } from './firmware.ts'
import { firmwareCampaigns } from './firmware-campaigns.ts'
import { firmwareFiles } from './firmware-files.ts'
import { grid } from './grid.ts'
import { importCards } from './import-cards.ts'
import { importChargers } from './import-chargers.ts'
import { importVehicles } from './import-vehicles.ts'
import { keptMessages } from './kept-messages.ts'
import { limitFeeds } from './limit-feeds.ts'
import { limits } from './limits.ts'
import { listCards } from './list-cards.ts'
import { listCommands } from './list-commands.ts'
import { listDeviations } from './list-deviations.ts'
import { listErrands } from './list-errands.ts'
import { listEvents } from './list-events.ts'
import { listMessages } from './list-messages.ts'
import { listSessions } from './list-sessions.ts'
import { localLists } from './local-lists.ts'
import { logIn } from './log-in.ts'
import { logOut } from './log-out.ts'
import { me } from './me.ts'
import { monitors } from './monitors.ts'
import { ocppActions } from './ocpp-actions.ts'
import { profiles } from './profiles.ts'
import { provisioning } from './provisioning.ts'
import { readBoard } from './read-board.ts'
import { readCharger } from './read-charger.ts'
import { readCommand } from './read-command.ts'
import { readErrand } from './read-errand.ts'
import { readHistory } from './read-history.ts'
import { readLoad } from './read-load.ts'
import { readSession } from './read-session.ts'
import { readSessionMessages } from './read-session-messages.ts'
import { readSessionReadings } from './read-session-readings.ts'
import { readSite } from './read-site.ts'
import { remoteStart } from './remote-start.ts'
import { removeCard } from './remove-card.ts'
import { removeCharger } from './remove-charger.ts'
import { reservations } from './reservations.ts'
import { roots } from './roots.ts'
import type { ConsoleRoute } from './route.ts'
import { searchMessages } from './search-messages.ts'
import { sendCommand } from './send-command.ts'
import { sendCustomOcpp } from './send-custom-ocpp.ts'
import { sessionSteering } from './session-steering.ts'
import { settings } from './settings.ts'
import { siteAlarms } from './site-alarms.ts'
import { siteFlexibility } from './site-flexibility.ts'
import { sitePlan } from './site-plan.ts'
import { sitePlanningSystems } from './site-planning-systems.ts'
import { sitePrices } from './site-prices.ts'
import { siteRequests } from './site-requests.ts'
import { siteRounds } from './site-rounds.ts'
import { siteSolar } from './site-solar.ts'
import { siteWeather } from './site-weather.ts'
import { sites } from './sites.ts'
import { stream } from './stream.ts'
import { tariffs } from './tariffs.ts'
import { templates } from './templates.ts'
import { unknownChargers } from './unknown-chargers.ts'
import { variables } from './variables.ts'
import { vehicleLink } from './vehicle-link.ts'
import { vehicles } from './vehicles.ts'
import { whatIf } from './what-if.ts'

/** Every route of the console's API. */
export const routes: readonly ConsoleRoute[] = [
  logIn,
  logOut,
  me,
  confirm,
  changePassword,
  devices,
  changeSecondFactor,
  accounts,
  clients,
  apiTokens,
  audit,
  settings,
  roots,
  addCharger,
  changeCharger,
  certificates,
  chargerPassword,
  chargerSecurity,
  cancelCommand,
  limits,
  profiles,
  displayMessages,
  monitors,
  grid,
  listCommands,
  listDeviations,
  listErrands,
  listEvents,
  files,
  firmware,
  firmwareCampaigns,
  firmwareFiles,
  listMessages,
  searchMessages,
  exportMessages,
  keptMessages,
  ocppActions,
  provisioning,
  templates,
  unknownChargers,
  variables,
  readBoard,
  readCharger,
  readCommand,
  readErrand,
  readHistory,
  readLoad,
  removeCharger,
  sendCommand,
  sendCustomOcpp,
  stream,
  tariffs,
  reservations,
  localLists,
  cardOptions,
  remoteStart,
  listSessions,
  readSession,
  readSessionReadings,
  readSessionMessages,
  exportSessions,
  exportChargers,
  importChargers,
  importVehicles,
  listCards,
  addCard,
  changeCard,
  removeCard,
  importCards,
  exportCards,
  sites,
  readSite,
  sessionSteering,
  sitePlan,
  siteFlexibility,
  siteRounds,
  siteAlarms,
  sitePrices,
  siteSolar,
  siteWeather,
  siteRequests,
  sitePlanningSystems,
  circuits,
  circuitLimits,
  circuitMeters,
  whatIf,
  vehicles,
  vehicleLink,
  limitFeeds,
]
