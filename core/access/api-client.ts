/** Credentials of a program that calls an API, and what it may call. */
export type ApiClient = {
  id: number
  tenant: number
  clientId: string
  name: string
  package: Package
  grants: readonly Grant[]
  enabled: boolean
}

const basic = ['chargerStatus', 'transactions', 'sessionReports', 'timeSeries', 'forceTermination'] as const
const advanced = [...basic, 'rfid', 'remoteCommands', 'reservations'] as const
const premium = [...advanced, 'chargerControl', 'vpp', 'vdv261'] as const

/** depot-api 3: named presets of grants, each with all of the one before. */
export const packages = { basic, advanced, premium }

export type Package = keyof typeof packages
export type Grant = (typeof packages)['premium'][number]

/** The smallest package that has all of these grants: what a client is called by that was given them one by one. */
export function packageOf(grants: readonly Grant[]): Package {
  const names: readonly Package[] = ['basic', 'advanced', 'premium']
  return names.find((name) => grants.every((grant) => isIn(packages[name], grant))) ?? 'premium'
}

function isIn(within: readonly Grant[], grant: Grant): boolean {
  return within.includes(grant)
}

export type ApiClientStore = {
  /** By client id, of this tenant. */
  find(clientId: string): Promise<ApiClient | null>
  /** By name. */
  list(): Promise<ListedClient[]>
}

/** As people see it. `lastUsedAt` is exact to about a minute. */
export type ListedClient = ApiClient & { createdAt: Temporal.Instant; lastUsedAt: Temporal.Instant | null }

export type ApiClientWriter = {
  /** Null when the tenant has a client of this name already. */
  add(client: {
    clientId: string
    name: string
    secretHash: Buffer
    package: Package
    grants: readonly Grant[]
  }): Promise<ApiClient | null>
  /** Null when there is none, or it was removed. */
  change(
    id: number,
    change: {
      enabled?: boolean | undefined
      secretHash?: Buffer | undefined
      allowed?: { package: Package; grants: readonly Grant[] } | undefined
    },
  ): Promise<ListedClient | null>
  remove(id: number): Promise<ApiClient | null>
}
