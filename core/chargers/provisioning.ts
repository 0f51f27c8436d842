import type { KeptMembers } from '../kept-members.ts'
import type { Charger, Protocol } from './charger.ts'

/** How a back office sets a charger up: who it is, how it gets in, and what is done with it then. */
export type ChargerSetup = {
  identity: string
  name: string | null
  registration: Charger['registration']
  bootIntervalSeconds: number | null
  provisioning: Charger['provisioning']
  securityProfile: number
  protocols: readonly Protocol[] | null
  kept: KeptMembers
}

/** A charger as it is set up. */
export type SetUpCharger = ChargerSetup & { id: number; hasPassword: boolean }

export type ChargerSetupChange = Partial<Omit<ChargerSetup, 'identity'>> & { passwordHash?: Buffer | null }

export type ChargerSetupWriter = {
  /** Null when the tenant has a charger of this identity already; then nothing changes. It has no EVSEs yet. */
  add(charger: ChargerSetup & { passwordHash: Buffer | null }): Promise<Charger | null>
  /** Locked; null when there is none of this id, or it was removed. */
  find(chargerId: number): Promise<SetUpCharger | null>
  change(chargerId: number, change: ChargerSetupChange): Promise<Charger>
}

export type EvseSetup = { id: number; chargerId: number; number: number; kept: KeptMembers }
export type ConnectorSetup = { id: number; evseId: number; kept: KeptMembers }

export type EvseWriter = {
  /**
   * An EVSE with one connector. One that the charger spoke of first, and that nobody has described, gets the
   * description; one that was removed begins anew. Null when there is a described one of this number.
   */
  add(chargerId: number, number: number, kept: KeptMembers): Promise<EvseSetup | null>
  /** Locked; null when there is none, or it was removed. */
  find(evseId: number): Promise<EvseSetup | null>
  change(evseId: number, kept: KeptMembers): Promise<void>
  remove(evseId: number): Promise<void>
  /** The next connector of the EVSE; first of all one that nobody has described yet gets the description. */
  addConnector(evse: EvseSetup, kept: KeptMembers): Promise<ConnectorSetup>
  findConnector(connectorId: number): Promise<ConnectorSetup | null>
  changeConnector(connectorId: number, kept: KeptMembers): Promise<void>
  removeConnector(connectorId: number): Promise<void>
  /** A new version of the charger's configuration. */
  touch(chargerId: number): Promise<void>
}
