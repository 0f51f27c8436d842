import { packages } from '#core/access/api-client.ts'
import { type Input, oneOf, UsageError } from './command.ts'

const names = Object.keys(packages)

/** How it is said what a program may call. */
export const allowedOptions = {
  package: { value: 'PACKAGE', description: `What it may call: ${names.join(', ')}.` },
  grants: { value: 'LIST', description: 'Or exactly these, with commas between them.' },
}

/** The package, or the grants, or both, that the options name; one of them has to be there. */
export function allowedMembers({ options }: Input): object {
  const { package: chosen, grants } = options
  if (chosen === undefined && grants === undefined) {
    throw new UsageError(`--package is missing: one of ${names.join(', ')}.`)
  }
  return {
    package: chosen === undefined ? undefined : oneOf('--package', chosen, names),
    grants: grants?.split(',').map((grant) => oneOf('--grants', grant.trim(), packages.premium)),
  }
}

export type ShownClient = {
  name: string
  package: string
  grants: string[]
  clientId: string
  enabled: boolean
  created: string
  lastUsed: string | null
}

export function clientText({ name, package: chosen, grants, clientId, enabled, lastUsed }: ShownClient): string {
  const used = lastUsed === null ? 'never used' : `last used ${lastUsed}`
  return `${name} (${clientId}), ${chosen}${enabled ? '' : ', disabled'}, ${used}\n  ${grants.join(', ')}`
}
