import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { clientAddress } from '#api/http/client-address.ts'
import { networks } from '#api/http/networks.ts'
import { Refusal } from '../errors.ts'
import type { Depot } from '../route.ts'
import type { VehicleAtDoor } from '../world.ts'
import { createWrongPasswords } from './wrong-passwords.ts'

export type AdmittedVehicle = { vin: string; vehicle: VehicleAtDoor }

/**
 * Lets a vehicle in by its VIN and its password (depot-api 16.2). One VIN may be known to several tenants: the password
 * decides. An unknown VIN costs what a wrong password costs, and neither is written anywhere.
 */
export function admitVehicle({ world, settings: { rateLimit } }: Depot) {
  const wrongPasswords = createWrongPasswords(() => world.now().epochMilliseconds)
  const trust = { trustProxyHops: rateLimit.trustProxyHops, isProxy: networks(rateLimit.trustedProxies) }

  return async ({ raw, headers }: FastifyRequest): Promise<AdmittedVehicle> => {
    const shown = credentialsIn(headers.authorization)
    if (!shown) throw unauthorized()
    const { vin, password } = shown
    const address = clientAddress(raw, trust)
    const seconds = wrongPasswords.waitOf(address, vin)
    if (seconds !== null) throw slowDown(seconds)

    const hash = world.hashSecret(password)
    const known = await world.findVehicles(vin)
    const vehicle = [...known, nobody].find(({ passwordHash }) => isSame(passwordHash, hash))
    if (!vehicle || vehicle === nobody) {
      wrongPasswords.wrong(address, vin)
      throw unauthorized()
    }
    wrongPasswords.right(address, vin)
    if (!vehicle.link.isEnabled) throw new Refusal(403, 'forbidden', 'This vehicle may not come in.')
    return { vin, vehicle }
  }
}

const nobody = { passwordHash: Buffer.alloc(32, 0xff) } as VehicleAtDoor

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A VIN has no colon; a password may have several. */
function credentialsIn(header: string | undefined): { vin: string; password: string } | null {
  const match = /^basic +([A-Za-z0-9+/_-]{1,1000}=*) *$/i.exec(header ?? '')
  const text = match ? Buffer.from(match[1]!, 'base64').toString('latin1') : ''
  const at = text.indexOf(':')
  const [vin, password] = [text.slice(0, at), text.slice(at + 1)]
  return at > 0 && at <= 64 && password !== '' ? { vin, password } : null
}

function unauthorized(): Refusal {
  return new Refusal(401, 'unauthorized', 'Send the VIN and the password of a vehicle by HTTP Basic.', {
    headers: { 'www-authenticate': 'Basic realm="VDV261"' },
  })
}

function slowDown(seconds: number): Refusal {
  return new Refusal(429, 'rate_limited', 'Too many wrong passwords.', { headers: { 'retry-after': String(seconds) } })
}
