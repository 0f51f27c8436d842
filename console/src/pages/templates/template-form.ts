import type { NewTemplate } from '../../../../api/console/wire/provisioning.ts'
import { linesOf, settingsFrom } from './setting-lines.ts'

/** A template as its form has it; `agreed` is to how many chargers the person has said yes. */
export interface TemplateForm extends Record<string, unknown> {
  name: string
  vendor: string
  model: string
  firmware: string
  priority: number | string
  settings: string
  measurands: string
  extendsDefault: boolean
  restartAllowed: boolean
  acceptWhenConfigured: boolean
  agreed: number
}

export function templateFormOf(template: NewTemplate): TemplateForm {
  const { extendsDefault, restartAllowed, acceptWhenConfigured } = template
  return {
    name: template.name,
    vendor: template.vendor ?? '',
    model: template.model ?? '',
    firmware: template.firmware ?? '',
    priority: template.priority,
    settings: linesOf(template.settings),
    measurands: (template.measurands ?? []).join(', '),
    ...{ extendsDefault, restartAllowed, acceptWhenConfigured },
    agreed: 0,
  }
}

export function templateOf(form: TemplateForm): NewTemplate {
  const { extendsDefault, restartAllowed, acceptWhenConfigured } = form
  const read = settingsFrom(form.settings)
  const measurands = form.measurands
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
  return {
    name: form.name.trim(),
    vendor: form.vendor.trim() || null,
    model: form.model.trim() || null,
    firmware: form.firmware.trim() || null,
    priority: Number(form.priority) || 0,
    settings: 'settings' in read ? read.settings : [],
    measurands: measurands.length === 0 ? null : measurands,
    ...{ extendsDefault, restartAllowed, acceptWhenConfigured },
  }
}
