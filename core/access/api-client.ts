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

/** depot-api 3: named presets of grants. */
export const packages = {
  basic: ['chargerStatus', 'transactions', 'sessionReports', 'timeSeries', 'forceTermination'],
  advanced: [
    'chargerStatus',
    'transactions',
    'sessionReports',
    'timeSeries',
    'forceTermination',
    'rfid',
    'remoteCommands',
    'reservations',
  ],
  premium: [
    'chargerStatus',
    'transactions',
    'sessionReports',
    'timeSeries',
    'forceTermination',
    'rfid',
    'remoteCommands',
    'reservations',
    'chargerControl',
    'vpp',
    'vdv261',
  ],
} as const

export type Package = keyof typeof packages
export type Grant = (typeof packages)['premium'][number]

export type ApiClientStore = {
  /** By client id, of this tenant. */
  find(clientId: string): Promise<ApiClient | null>
}

export type ApiClientWriter = {
  /** Null when the tenant has a client of this name already. */
  add(client: {
    clientId: string
    name: string
    secretHash: Buffer
    package: Package
    grants: readonly Grant[]
  }): Promise<ApiClient | null>
}
