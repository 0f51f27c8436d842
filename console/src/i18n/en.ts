import { access } from './en/access.ts'
import { accounts } from './en/accounts.ts'
import { audit } from './en/audit.ts'
import { cards } from './en/cards.ts'
import { certificates } from './en/certificates.ts'
import { charger } from './en/charger.ts'
import { chargers } from './en/chargers.ts'
import { clients } from './en/clients.ts'
import { common } from './en/common.ts'
import { deviations } from './en/deviations.ts'
import { device } from './en/device.ts'
import { display } from './en/display.ts'
import { feeds } from './en/feeds.ts'
import { firmware } from './en/firmware.ts'
import { flexibility } from './en/flexibility.ts'
import { grid } from './en/grid.ts'
import { importing } from './en/importing.ts'
import { limits } from './en/limits.ts'
import { login } from './en/login.ts'
import { messages } from './en/messages.ts'
import { monitors } from './en/monitors.ts'
import { ocpp } from './en/ocpp.ts'
import { overview } from './en/overview.ts'
import { profile } from './en/profile.ts'
import { session } from './en/session.ts'
import { sessions } from './en/sessions.ts'
import { settings } from './en/settings.ts'
import { sites } from './en/sites.ts'
import { steering } from './en/steering.ts'
import { tariffs } from './en/tariffs.ts'
import { templates } from './en/templates.ts'
import { unknown } from './en/unknown.ts'
import { vehicles } from './en/vehicles.ts'
import { words } from './en/words.ts'

/** The texts in English, by page. Their type is what every other language has to fill. */
export const texts = {
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

export type Texts = typeof texts
