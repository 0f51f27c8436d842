/** What a back office shows the platform API: it is good until it is removed, and may do everything that the API can. */
export type ApiToken = {
  id: number
  tenant: number
  name: string
  createdAt: Temporal.Instant
  /** Exact to about a minute. */
  lastUsedAt: Temporal.Instant | null
}

/** Knows the tokens of all tenants: used where a caller shows one, before its tenant is known. */
export type FindApiToken = (tokenHash: Buffer) => Promise<ApiToken | null>

/** Makes a secret unreadable until it is needed again; `purpose` is bound to it. */
export type SealSecret = (plain: Buffer, purpose: string) => Buffer

/** What a token is sealed for. */
export const apiTokenPurpose = 'api token'

export type ApiTokenStore = {
  /** By name; removed ones are left out. */
  list(): Promise<ApiToken[]>
}

export type ApiTokenWriter = {
  /** Null when the tenant has a token of this name already. */
  add(token: { name: string; hash: Buffer; sealed: Buffer }): Promise<ApiToken | null>
  /** Null when there is none, or it was removed. */
  remove(id: number): Promise<ApiToken | null>
}
