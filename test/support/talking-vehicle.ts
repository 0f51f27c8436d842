import type { Vehicle } from '#simulator/vehicle.ts'
import type { SteeringBench } from './steered-site.ts'

export type VehicleAnswer = { driveoff: number; prec_dsrd: number; prec_hvac: number; ambienttemp: number }

/** A bus that talks VDV 261 over its cable, and conditions itself when it is told to. */
export type TalkingVehicle = {
  id: string
  /** What it was told, and when, since it began. */
  told: readonly (VehicleAnswer & { at: Temporal.Instant })[]
  /** The last of it. */
  last(): VehicleAnswer | null
  /** Says it once. */
  say(message: object): Promise<VehicleAnswer>
  /** Says every ten seconds what it needs, at first everything and then what has changed. */
  talk(): void
  hush(): void
}

/** What it says of its conditioning: battery and cabin together 12 kW for ten minutes. */
export const conditioningSaid = { bat_reqtime: 8, bprec_eamount: 1, prec_reqtime: 10, prec_eamount: 1 } as const
export const conditioningW = 12_000

export async function talkingVehicle(
  { admin, clock, server }: SteeringBench,
  vehicle: Vehicle,
  { id, vin, card }: { id: string; vin: string; card: string },
): Promise<TalkingVehicle> {
  const link = { preconditions: true, driveoff: 'minutesUntilDeparture' }
  const { password } = await admin('vehicle.add', { vehicle: id, vin, batteryWh: vehicle.model.capacityWh, link })
  await admin('token.add', { uids: [card], vehicle: id })
  const authorization = `Basic ${Buffer.from(`${vin}:${password}`).toString('base64')}`
  const told: (VehicleAnswer & { at: Temporal.Instant })[] = []
  let timer: NodeJS.Timeout | undefined
  let seq = 0

  async function say(message: object): Promise<VehicleAnswer> {
    const at = clock.now()
    const body = JSON.stringify({ seq: seq++ % 256, vin, ...message })
    const headers = { authorization, 'content-type': 'application/json; charset=US-ASCII' }
    const reply = await fetch(`http://127.0.0.1:${server.port}/vdv`, { method: 'POST', headers, body })
    if (reply.status !== 200) throw new Error(`${reply.status} ${await reply.text()}`)
    const answer = (await reply.json()) as VehicleAnswer
    told.push({ ...answer, at })
    follow(vehicle, answer)
    return answer
  }

  const hush = () => clearTimeout(timer)
  return {
    ...{ id, told, say, hush },
    last: () => told.at(-1) ?? null,
    talk() {
      seq = 0
      const next = () => {
        const { capacityWh, targetSoc } = vehicle.model
        const need = { bat_eamount: Math.round((capacityWh * targetSoc - vehicle.storedWh) / 1_000) }
        say(seq === 0 ? { ...need, ...conditioningSaid } : need)
          .then(() => {
            timer = setTimeout(next, 10_000 / clock.rate)
          })
          .catch(() => {})
      }
      next()
    },
  }
}

function follow(vehicle: Vehicle, { prec_dsrd }: VehicleAnswer): void {
  if (prec_dsrd === 0) vehicle.conditioning = null
  else vehicle.conditioning ??= { powerW: conditioningW, leftWh: (conditioningW * 10) / 60 }
}
