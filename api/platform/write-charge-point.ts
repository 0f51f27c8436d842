import type { Charger, Protocol } from '#core/chargers/charger.ts'
import type { ChargerSetup } from '#core/chargers/provisioning.ts'
import { chargePointFields, keptOfChargePoint } from './charge-point-fields.ts'
import { faulty } from './errors.ts'
import { readBody, type Values } from './read-body.ts'

type Written = Partial<ChargerSetup> & { password?: string | null }

/** What of a body is for the core: absent where nothing was said. */
type Body = Values & {
  name?: string
  network?: { id?: string; protocol?: string | null; password?: string | null }
  security?: Values
  voltyard?: {
    bootPolicy?: Charger['registration']
    bootIntervalS?: number | null
    provisioning?: Charger['provisioning']
    securityProfile?: number
    password?: string | null
    protocols?: string[] | null
  }
}

/** What a body says of a charger, in the core's words. Two that say the same thing must not differ. */
export function writtenChargePoint(raw: unknown, { isNew }: { isNew: boolean }): Written {
  refuseUnsupported(raw)
  const body: Body = readBody(chargePointFields, withAlias(raw), { isNew })
  const { network = {}, voltyard = {} } = body
  return {
    ...given('identity', network.id),
    ...given('name', body.name),
    ...given('registration', voltyard.bootPolicy),
    ...given('bootIntervalSeconds', voltyard.bootIntervalS),
    ...given('provisioning', voltyard.provisioning),
    ...given('securityProfile', voltyard.securityProfile),
    ...given('protocols', voltyard.protocols && protocolsOf(voltyard.protocols)),
    ...given('password', passwordOf(network.password, voltyard.password)),
    kept: keptOf(body),
  }
}

function keptOf({ network, ...body }: Body): Values {
  const kept = Object.fromEntries(keptOfChargePoint.filter((name) => name in body).map((name) => [name, body[name]]))
  return network?.protocol === undefined ? kept : { ...kept, network: { protocol: network.protocol } }
}

function passwordOf(ofNetwork: string | null | undefined, ofVoltyard: string | null | undefined): string | undefined {
  const [one, other] = [ofNetwork ?? undefined, ofVoltyard ?? undefined]
  if (one !== undefined && other !== undefined && one !== other) {
    throw faulty('voltyard.password', 'The voltyard.password differs from the network.password.')
  }
  return other ?? one
}

/** `ocpp1.6` and `1.6` are the same. */
function protocolsOf(names: readonly string[]): Protocol[] {
  const protocols = [...new Set(names.map((name) => name.replace(/^ocpp/, '') as Protocol))]
  if (protocols.length === 0)
    throw faulty('voltyard.protocols', 'The voltyard.protocols must name a version, or be null.')
  return protocols
}

/** One client calls the desired profile by an older name (platform-api 3.2). */
function withAlias(raw: unknown): unknown {
  const { security } = (raw ?? {}) as { security?: { desiredLevel?: unknown } | null }
  if (typeof security !== 'object' || security === null || !('desiredLevel' in security)) return raw
  const { desiredLevel, ...rest } = security
  return { ...(raw as object), security: { desiredProfile: desiredLevel, ...rest } }
}

/** What we cannot do is refused rather than forgotten: SOAP, and chargers behind other chargers. */
function refuseUnsupported(raw: unknown): void {
  const { network, ocppConnectedChargePointId } = (raw ?? {}) as Values
  const { ip, port } = (typeof network === 'object' && network !== null ? network : {}) as Values
  const named = { 'network.ip': ip, 'network.port': port, ocppConnectedChargePointId }
  for (const [name, value] of Object.entries(named)) {
    if (value !== undefined && value !== null && value !== '') throw faulty(name, `The ${name} is not supported.`)
  }
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]: Value })
}
