import type { SimulationEvent } from '#simulator/simulation-event.ts'

/** Counts how often the set-point of a charger's session is changed; the same value again is no change. */
export function watchSetPoints() {
  const last = new Map<string, number>()
  let count = 0
  return {
    see(event: SimulationEvent): void {
      if (event.kind !== 'frame' || event.direction !== 'in' || !event.text.includes('"SetChargingProfile"')) return
      const [, , action, payload] = JSON.parse(event.text) as [number, string, string, Payload]
      if (action !== 'SetChargingProfile') return
      const { chargingProfile, csChargingProfiles } = payload
      const profile = csChargingProfiles ?? chargingProfile
      const schedule = [profile?.chargingSchedule].flat()[0]
      const limit = schedule?.chargingSchedulePeriod[0]?.limit
      if (profile?.chargingProfilePurpose !== 'TxProfile' || limit === undefined) return
      const key = `${event.charger} ${profile.transactionId}`
      if (last.get(key) === limit) return
      last.set(key, limit)
      count += 1
    },
    get count(): number {
      return count
    },
  }
}

type Payload = { chargingProfile?: Profile; csChargingProfiles?: Profile }
type Profile = {
  chargingProfilePurpose: string
  transactionId?: string | number
  chargingSchedule: Schedule | Schedule[]
}
type Schedule = { chargingSchedulePeriod: { limit?: number }[] }
