import type { ChargingProfile, DynamicValues, ProfilePurpose, RateUnit } from '../../smart-charging/profile.ts'

/** What is asked of a charger about how much it may give (block K, and V2X of 2.1). */
export type SmartChargingRequest =
  /**
   * What an EVSE, or without one the whole charger, may give at most: in amperes per phase or in watts, one of both. How
   * it is said depends on what runs there and what the charger takes.
   */
  | {
      kind: 'limit'
      evse: number | null
      limitA: number | null
      limitW: number | null
      durationSeconds?: number
      /** Recipes that this charger has refused for this limit, and the command that began with them. */
      tried?: readonly string[]
      first?: number
    }
  /** Takes back what limits have set, one profile after the other. */
  | { kind: 'clear-limit'; evse: number | null }
  | {
      kind: 'set-profile'
      /** 0 is the charger as a whole. */
      evse: number
      profile: NewProfile
      /** Whose it is, when it is for a session; its wire id is filled in. */
      sessionId?: number | null
      /** Asked once when the charger refuses the first. */
      simpler?: NewProfile
    }
  /** Those that meet all that is named; with an id, only that one. */
  | ({ kind: 'clear-profiles'; id: number | null } & ProfileCriteria)
  | ({ kind: 'read-profiles'; requestId: number; ids: readonly number[] | null } & ProfileCriteria)
  /** What the charger itself reckons that it may give. */
  | { kind: 'read-schedule'; evse: number; durationSeconds: number; unit: RateUnit | null }
  | { kind: 'update-dynamic-schedule'; profileId: number; values: DynamicValues }
  | { kind: 'use-priority-charging'; sessionId: number; activate: boolean }
  /** A signal of the grid's frequency reserve, from the moment `at`. */
  | { kind: 'afrr-signal'; signal: number; at: string }
  | { kind: 'allowed-energy-transfer'; sessionId: number; modes: readonly EnergyTransferMode[] }

/** Without an id it gets one. */
export type NewProfile = Omit<ChargingProfile, 'id'> & { id?: number }

export type ProfileCriteria = { evse: number | null; purpose: ProfilePurpose | null; stackLevel: number | null }

/** In the standard's words; those with BPT go both ways. */
export type EnergyTransferMode =
  | 'AC_single_phase'
  | 'AC_two_phase'
  | 'AC_three_phase'
  | 'AC_BPT'
  | 'AC_BPT_DER'
  | 'AC_DER'
  | 'DC'
  | 'DC_BPT'
  | 'DC_ACDP'
  | 'DC_ACDP_BPT'
  | 'WPT'
