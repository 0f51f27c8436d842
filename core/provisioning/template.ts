import type { VariablePlace } from '../devices/device-variable.ts'
import { defaultMeasurands, defaultSettings } from './default-template.ts'

/** How chargers of a model are to be set up, as the operator wants it. */
export type ChargerTemplate = {
  id: number
  name: string
  /** Patterns in which `*` stands for anything, compared without regard to case; null fits every charger. */
  vendor: string | null
  model: string | null
  firmware: string | null
  /** Of those that fit a charger the highest is taken. */
  priority: number
  settings: readonly TemplateSetting[]
  /** What a session's readings should tell; those that a charger cannot are left out. Null leaves that as it is. */
  measurands: readonly string[] | null
  /** Whether what is not said here is as in the server's own template. */
  extendsDefault: boolean
  /** Whether a charger may be restarted for settings that need it. */
  restartAllowed: boolean
  /** A pending charger is accepted once it is configured. */
  acceptWhenConfigured: boolean
}

/** One value that is wanted; of one generation only where the other means something else by the same name. */
export type TemplateSetting = VariablePlace & { value: string; generation: Generation | null }

export type Generation = '1.6' | '2'

export type NewTemplate = Omit<ChargerTemplate, 'id'>

export type TemplateStore = {
  list(): Promise<ChargerTemplate[]>
  /** The chargers that are set up by themselves and have said what they are, by identity. */
  subjects(): Promise<(TemplateSubject & { chargerId: number; identity: string; isCharging: boolean })[]>
}

export type TemplateWriter = {
  /** Null when there is one of this name. */
  add(template: NewTemplate): Promise<ChargerTemplate | null>
  /** Null when there is none of this id; `taken` when another one has the name. */
  change(id: number, template: NewTemplate): Promise<ChargerTemplate | 'taken' | null>
  /** Null when there is none of this id. */
  remove(id: number): Promise<ChargerTemplate | null>
}

export type TemplateSubject = { vendor: string | null; model: string | null; firmware: string | null }

/** The server's own template: for chargers that no other one fits. */
export const defaultTemplate: ChargerTemplate = {
  id: 0,
  name: 'default',
  vendor: null,
  model: null,
  firmware: null,
  priority: -1,
  settings: defaultSettings,
  measurands: defaultMeasurands,
  extendsDefault: false,
  restartAllowed: false,
  acceptWhenConfigured: false,
}

/** The template of a charger that says this of itself, with all that it takes over from the server's own. */
export function templateFor(templates: readonly ChargerTemplate[], charger: TemplateSubject): ChargerTemplate {
  const fitting = templates.filter((one) => fits(one, charger))
  const [best] = fitting.toSorted((one, other) => other.priority - one.priority || one.id - other.id)
  if (!best) return defaultTemplate
  if (!best.extendsDefault) return best
  const own = new Set(best.settings.map(nameOf))
  const taken = defaultSettings.filter((setting) => !own.has(nameOf(setting)))
  return { ...best, settings: [...best.settings, ...taken], measurands: best.measurands ?? defaultMeasurands }
}

function fits({ vendor, model, firmware }: ChargerTemplate, charger: TemplateSubject): boolean {
  return matches(vendor, charger.vendor) && matches(model, charger.model) && matches(firmware, charger.firmware)
}

/** Step by step, so that no pattern takes long, whatever is in it. */
export function matches(pattern: string | null, text: string | null): boolean {
  if (pattern === null) return true
  const [first = '', ...others] = pattern.toLowerCase().split('*')
  const whole = (text ?? '').toLowerCase()
  if (!whole.startsWith(first)) return false
  if (others.length === 0) return whole === first
  const last = others.pop()!
  let from = first.length
  for (const part of others) {
    const at = whole.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return whole.length - last.length >= from && whole.endsWith(last)
}

/** The same variable may be wanted otherwise in each generation. */
function nameOf({
  component,
  componentInstance,
  evse,
  connector,
  variable,
  variableInstance,
  generation,
}: TemplateSetting) {
  const parts = [component, componentInstance, evse, connector, variable, variableInstance, generation]
  return parts
    .map((part) => part ?? '')
    .join('/')
    .toLowerCase()
}
