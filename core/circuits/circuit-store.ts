import type { Ambient } from './ambient.ts'
import type { ChargerSupply, Circuit, EvseSupply, NewCircuit, SiteTopology } from './circuit.ts'
import type { Site, SiteSettings } from './site.ts'
import type { SiteWeather } from './site-weather.ts'

/** Sites and what hangs on them, of one tenant. */
export type CircuitStore = {
  sites(): Promise<Site[]>
  site(id: number): Promise<Site | null>
  siteByPublicId(publicId: string): Promise<Site | null>
  /** Circuits from the roots downwards, chargers by identity. */
  topology(siteId: number): Promise<SiteTopology>
  circuit(id: number): Promise<Circuit | null>
  circuitByPublicId(publicId: string): Promise<Circuit | null>
  supply(chargerId: number): Promise<ChargerSupply | null>
  /** Which site a charger belongs to; null: it is not steered. */
  siteOfCharger(chargerId: number): Promise<number | null>
  weather(siteId: number): Promise<SiteWeather>
}

export type NewSite = Pick<Site, 'name' | 'timeZone'> & {
  publicId?: string
  currency?: string | null
  settings: Partial<SiteSettings>
}

export type SiteChange = Partial<Pick<Site, 'name' | 'timeZone' | 'currency' | 'isLive'>> & {
  settings?: Partial<SiteSettings>
}

export type CircuitWriter = {
  /** Null: another site has this public id. */
  addSite(site: NewSite): Promise<Site | null>
  changeSite(id: number, change: SiteChange): Promise<Site | null>
  removeSite(id: number): Promise<boolean>
  /** What is said by hand. */
  setAmbient(siteId: number, ambient: Omit<Ambient, 'source'> | null): Promise<void>
  weather(siteId: number): Promise<SiteWeather>
  /** The weather service is asked next if it is to be asked at all; what it has said so far may be forgotten. */
  followWeather(
    siteId: number,
    how: Pick<SiteWeather, 'place' | 'isAutomatic'> & { keepsHeard: boolean },
  ): Promise<void>
  /** Null: another circuit has this public id. */
  addCircuit(circuit: NewCircuit): Promise<Circuit | null>
  changeCircuit(id: number, change: Partial<Omit<NewCircuit, 'siteId' | 'publicId'>>): Promise<Circuit | null>
  removeCircuit(id: number): Promise<boolean>
  /** Moves the charger when it hung elsewhere; EVSEs that are not among those given are removed. */
  connectCharger(supply: Omit<ChargerSupply, 'identity'>): Promise<void>
  disconnectCharger(chargerId: number): Promise<boolean>
  /** What became known of an EVSE since. */
  noteEvse(
    chargerId: number,
    evse: number,
    known: Partial<Pick<EvseSupply, 'fallbackVerifiedAt' | 'obeysLease' | 'learntPhases'>>,
  ): Promise<void>
  /** Locks the site against other changes of its topology until the transaction ends; null: there is none. */
  lockSite(id: number): Promise<Site | null>
  /** As this transaction has left it so far. */
  topology(siteId: number): Promise<SiteTopology>
  circuit(id: number): Promise<Circuit | null>
  supply(chargerId: number): Promise<ChargerSupply | null>
}
