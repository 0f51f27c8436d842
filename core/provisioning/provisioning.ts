import type { Charger } from '../chargers/charger.ts'
import type { CommandState } from '../commands/command.ts'
import type { Setting } from '../commands/requests/settings.ts'
import type { ChargerRef } from '../context.ts'
import type { DeviceVariable } from '../devices/device-variable.ts'
import type { SettingResult } from '../devices/take-settings.ts'
import type { ListPlan, SettingReport } from './plan-settings.ts'

/** How a charger is being set up, or was last. One row per charger, so that never two are under way. */
export type Provisioning = {
  errandId: number
  /** Null when nothing is under way. */
  run: ProvisioningRun | null
  /** What the charger said to the settings of the command that the run waits for. */
  results: readonly SettingResult[]
  /** What came of the wanted settings last time, by the variable's key. */
  reports: Readonly<Record<string, SettingReport>>
  endedAt: Temporal.Instant | null
  /** Somebody wants it to begin again. */
  isAsked: boolean
}

/** Where a run stands: everything that it needs to go on after a crash. */
export type ProvisioningRun = {
  step: ProvisioningStep
  why: ProvisioningReason
  /** Values observed since then are fresh. */
  askedAt: string
  /** How often it was tried to read, in which ways. */
  reads: number
  pending: Setting[]
  lists: ListTry[]
  reports: Record<string, SettingReport>
  hasRestarted: boolean
  /** When the charger had booted last before it was asked to restart. */
  bootedAt: string | null
  /** Connectors that have not told their status yet. */
  silent: number[]
}

export type ListTry = ListPlan & { key: string; next: number; isRestored: boolean }

export type ProvisioningStep =
  | 'begin'
  | 'read'
  | 'write'
  | 'write-list'
  | 'verify'
  | 'restore'
  | 'wait-until-idle'
  | 'restart'
  | 'verify-restarted'
  | 'status'

export type ProvisioningReason = 'first-contact' | 'firmware' | 'protocol' | 'daily' | 'asked'

/** What is known of the charger when a run goes on. */
export type ProvisioningFacts = {
  /** The database's time, which observed values go by. */
  now: Temporal.Instant
  protocol: '1.6' | '2.0.1' | '2.1'
  vendor: string | null
  model: string | null
  firmware: string | null
  bootedAt: Temporal.Instant | null
  isConnected: boolean
  /** Whether somebody charges. */
  isBusy: boolean
  registration: Charger['registration']
  variables: readonly DeviceVariable[]
  /** Whether its whole device model was read under this firmware. */
  isInventoried: boolean
  /** Connectors that never told a status, by their number in the charger. */
  silentConnectors: readonly number[]
  /** How the command ended that the run has waited for; null when there was none. */
  answer: CommandState | null
}

export type ProvisioningStore = {
  find(chargerId: number): Promise<Provisioning | null>
}

export type ProvisioningWriter = {
  /** Locked; null when the charger was never set up. */
  find(charger: ChargerRef): Promise<Provisioning | null>
  /** Null when the charger was never connected, or is removed. */
  facts(charger: ChargerRef): Promise<ProvisioningFacts | null>
  /** `commandId` is what it waits for from now on. Results that were noted are used up. */
  save(charger: ChargerRef, at: { errandId: number; run: ProvisioningRun; commandId: number | null }): Promise<void>
  /** The run is over; what came of it is kept until the next one. */
  end(
    charger: ChargerRef,
    left: { reports: Record<string, SettingReport>; firmware: string | null; protocol: string; isInventoried: boolean },
  ): Promise<void>
  /** The next run begins soon, whatever came of the last one. */
  ask(charger: ChargerRef): Promise<void>
  /** Keeps how settings were taken, when a run waits for this command or one that it follows. */
  note(charger: ChargerRef, commandId: number, results: readonly SettingResult[]): Promise<void>
  /** The parts of a report whose end never came; they are gone with that. */
  takeParts(errandId: number): Promise<unknown[]>
}
