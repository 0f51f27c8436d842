import { access } from './de/access.ts'
import { accounts } from './de/accounts.ts'
import { audit } from './de/audit.ts'
import { cards } from './de/cards.ts'
import { certificates } from './de/certificates.ts'
import { charger } from './de/charger.ts'
import { chargers } from './de/chargers.ts'
import { clients } from './de/clients.ts'
import { common } from './de/common.ts'
import { deviations } from './de/deviations.ts'
import { device } from './de/device.ts'
import { display } from './de/display.ts'
import { feeds } from './de/feeds.ts'
import { firmware } from './de/firmware.ts'
import { flexibility } from './de/flexibility.ts'
import { grid } from './de/grid.ts'
import { importing } from './de/importing.ts'
import { limits } from './de/limits.ts'
import { login } from './de/login.ts'
import { messages } from './de/messages.ts'
import { monitors } from './de/monitors.ts'
import { ocpp } from './de/ocpp.ts'
import { overview } from './de/overview.ts'
import { profile } from './de/profile.ts'
import { session } from './de/session.ts'
import { sessions } from './de/sessions.ts'
import { settings } from './de/settings.ts'
import { sites } from './de/sites.ts'
import { steering } from './de/steering.ts'
import { tariffs } from './de/tariffs.ts'
import { templates } from './de/templates.ts'
import { unknown } from './de/unknown.ts'
import { vehicles } from './de/vehicles.ts'
import { words } from './de/words.ts'
import type { Texts } from './en.ts'

/** The texts in German: a missing one does not compile. */
export const texts: Texts = {
  access,
  accounts,
  audit,
  cards,
  certificates,
  charger,
  chargers,
  clients,
  common,
  deviations,
  device,
  display,
  feeds,
  firmware,
  flexibility,
  grid,
  importing,
  limits,
  login,
  messages,
  monitors,
  ocpp,
  overview,
  profile,
  session,
  sessions,
  settings,
  sites,
  steering,
  templates,
  unknown,
  tariffs,
  vehicles,
  words,
}
