import type { OcppVersion } from './rpc/version.ts'
import { commands as commands16 } from './v16/commands/index.ts'
import { commands as commands21 } from './v21/commands/index.ts'
import { commands as commands201 } from './v201/commands/index.ts'

/** The commands of the core that a version has no words for, with the reason that a command is refused with. */
export function refusalsOf(version: OcppVersion): { kind: string; reason: string }[] {
  const own = commandsOf[version]
  return kinds.flatMap((kind) => {
    const translation = own[kind]
    if (!translation) return [{ kind, reason: noWords(version) }]
    return 'refused' in translation ? [{ kind, reason: String(translation.refused) }] : []
  })
}

/** Of a command that a version does not even name. */
export function noWords(version: OcppVersion): string {
  return `OCPP ${version} cannot do this.`
}

const commandsOf: Record<OcppVersion, Record<string, object>> = {
  '1.6': commands16,
  '2.0.1': commands201,
  '2.1': commands21,
}
const kinds = [...new Set(Object.values(commandsOf).flatMap((commands) => Object.keys(commands)))].toSorted()
