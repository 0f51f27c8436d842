import type { NewTemplate } from '../../../../api/console/wire/provisioning.ts'

export type TemplateSetting = NewTemplate['settings'][number]

/**
 * Settings as lines of text, one each: `OCPPCommCtrlr.WebSocketPingInterval = 60`. Instances stand in brackets, an EVSE
 * and its connector in braces, and `1.6:` or `2:` before a line that is for one generation only.
 */
export function linesOf(settings: readonly TemplateSetting[]): string {
  return settings.map(lineOf).join('\n')
}

function lineOf({
  component,
  componentInstance,
  evse,
  connector,
  variable,
  variableInstance,
  value,
  generation,
}: TemplateSetting): string {
  const only = generation === null ? '' : `${generation}: `
  const place = evse === null ? '' : `{${[evse, connector].filter((part) => part !== null).join(',')}}`
  const named = (name: string, instance: string | null) => (instance === null ? name : `${name}[${instance}]`)
  return `${only}${named(component, componentInstance)}${place}.${named(variable, variableInstance)} = ${value}`
}

const pattern =
  /^(?:(?<generation>1\.6|2):\s*)?(?<component>[^.[\]{}=:]+)(?:\[(?<componentInstance>[^\]]+)\])?(?:\{(?<evse>\d{1,3})(?:,(?<connector>\d{1,3}))?\})?\.(?<variable>[^[\]=]+?)(?:\[(?<variableInstance>[^\]]+)\])?\s*=(?<value>.*)$/

/** The settings that lines of text say; the number of the first line that cannot be understood otherwise. */
export function settingsFrom(text: string): { settings: TemplateSetting[] } | { wrongLine: number } {
  const settings: TemplateSetting[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const parts = pattern.exec(line.trim())?.groups
    if (!parts) return { wrongLine: index + 1 }
    const {
      component = '',
      componentInstance,
      evse,
      connector,
      variable = '',
      variableInstance,
      value = '',
      generation,
    } = parts
    settings.push({
      component: component.trim(),
      componentInstance: componentInstance ?? null,
      evse: evse === undefined ? null : Number(evse),
      connector: connector === undefined ? null : Number(connector),
      variable: variable.trim(),
      variableInstance: variableInstance ?? null,
      value: value.trim(),
      generation: generation === '1.6' || generation === '2' ? generation : null,
    })
  }
  return { settings }
}
