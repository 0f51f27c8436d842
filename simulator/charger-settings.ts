import type { EquipmentSettings } from './equipment/equipment.ts'

/** How a charger behaves; each version calls these by names of its own and lets the server change them. */
export type ChargerSettings = EquipmentSettings & {
  heartbeatIntervalSeconds: number
  /** 0 for none. */
  sampleIntervalSeconds: number
  /** Of the samples at round times of day, of all EVSEs; 0 for none. Change it through `Charger.alignSamples`. */
  alignedIntervalSeconds: number
  /** How long a card waits for the plug. */
  connectionTimeoutSeconds: number
  stopOnRefusedCard: boolean
  authorizeRemoteStarts: boolean
  isListEnabled: boolean
  isCacheEnabled: boolean
  /** How many cards the local list holds, and how many one update of it may name. */
  maxListEntries: number
  maxListEntriesPerUpdate: number
  /** Cards of the list and the cache charge without asking, even while connected. */
  authorizeLocallyFirst: boolean
  authorizeLocallyWhenOffline: boolean
  allowUnknownCardsWhenOffline: boolean
  /** How often a message of a transaction is tried that the server fails to process. */
  transactionMessageAttempts: number
  transactionMessageRetrySeconds: number
  /** Waits for a new connection: the first, what is added at random, and how often it doubles. */
  backOffSeconds: number
  backOffRandomSeconds: number
  backOffDoublings: number
}

export const usualSettings: ChargerSettings = {
  heartbeatIntervalSeconds: 300,
  sampleIntervalSeconds: 60,
  alignedIntervalSeconds: 0,
  connectionTimeoutSeconds: 120,
  stopOnRefusedCard: true,
  authorizeRemoteStarts: false,
  isListEnabled: true,
  isCacheEnabled: true,
  maxListEntries: 10_000,
  maxListEntriesPerUpdate: 1_000,
  authorizeLocallyFirst: false,
  authorizeLocallyWhenOffline: true,
  allowUnknownCardsWhenOffline: true,
  transactionMessageAttempts: 3,
  transactionMessageRetrySeconds: 60,
  backOffSeconds: 5,
  backOffRandomSeconds: 5,
  backOffDoublings: 4,
  checksFirmwareSignatures: true,
  tellsSecurityEvents: true,
  organization: 'Voltyard',
  certificateKey: 'ec',
  certificateWaitSeconds: 60,
  certificateRepeats: 3,
}
