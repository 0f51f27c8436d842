import type { Certificates } from './equipment/certificates.ts'
import type { ConnectionOptions, Version } from './socket/connection.ts'

/** 0: nothing. 1: a password. 2: TLS and a password. 3: TLS and a certificate of the charger's own. */
export type SecurityProfile = 0 | 1 | 2 | 3

export type AccessOptions = {
  /** The endpoint before the identity: `ws://host/ocpp`. */
  endpoint: string
  /** The one with TLS, if it is not simply the same with `wss`. */
  secureEndpoint?: string | undefined
  /** Without it, what the endpoint and the password suggest. */
  securityProfile?: SecurityProfile | undefined
  /** A text, or bytes that are no text. */
  password?: string | Buffer | undefined
  /** Certificate authorities as PEM, besides the roots that the server installs; without both, those of the system. */
  authorities?: readonly string[] | undefined
  /** The charger's own, as from the factory, as PEM: the leaf first. */
  certificate?: { certificate: string; key: string } | undefined
}

export type Access = ReturnType<typeof createAccess>

/**
 * How a charger gets to its server. What changes counts from the next connection; a move that does not lead to one is
 * taken back after some attempts, so that a wrong address or profile does not lose the charger.
 */
export function createAccess(options: AccessOptions, certificates: Certificates) {
  let place = placeOf(options)
  let former: { place: Place; failures: number } | null = null
  let { password } = options
  if (options.certificate) certificates.provision('station', options.certificate.key, options.certificate.certificate)

  const authorities = (): string[] => [
    ...(options.authorities ?? []),
    ...certificates.roots('server').map(({ pem }) => pem),
  ]

  return {
    get securityProfile(): SecurityProfile {
      return place.securityProfile
    },
    get endpoint(): string {
      return endpointOf(place)
    },
    authorities,
    hasPassword: () => password !== undefined,
    setPassword(next: string | Buffer): void {
      password = next
    },
    /** Another profile, another address, or both. */
    moveTo(move: Move): void {
      former ??= { place, failures: 0 }
      place = moved(place, move)
    },
    /** The same, and it stays whatever comes of it. */
    settleAt(move: Move): void {
      former = null
      place = moved(place, move)
    },
    opened(): void {
      former = null
    },
    /** An attempt to connect failed. */
    failed(): void {
      if (!former) return
      former.failures += 1
      if (former.failures < mostFailures) return
      place = former.place
      former = null
    },
    connection(identity: string, version: Version): ConnectionOptions {
      const { securityProfile } = place
      const isSecure = endpointOf(place).startsWith('wss:')
      const own = securityProfile === 3 ? certificates.own('station') : null
      const trusted = authorities()
      return {
        endpoint: endpointOf(place),
        identity,
        version,
        ...(password === undefined || securityProfile === 3 || securityProfile === 0 ? {} : { password }),
        ...(isSecure
          ? {
              tls: {
                ...(trusted.length > 0 ? { ca: trusted } : {}),
                ...(own ? { key: own.key, cert: own.chain.join('') } : {}),
              },
            }
          : {}),
      }
    },
  }
}

/** The address with or without TLS, as it begins. */
export type Move = { url?: string; securityProfile?: SecurityProfile }

type Place = { endpoint: string; secureEndpoint: string; securityProfile: SecurityProfile }

function placeOf({ endpoint, secureEndpoint, securityProfile, password }: AccessOptions): Place {
  return {
    endpoint,
    secureEndpoint: secureEndpoint ?? endpoint.replace(/^ws:/, 'wss:'),
    securityProfile: securityProfile ?? (endpoint.startsWith('wss:') ? 2 : password === undefined ? 0 : 1),
  }
}

function moved(place: Place, { url, securityProfile = place.securityProfile }: Move): Place {
  const address = url === undefined ? {} : url.startsWith('wss:') ? { secureEndpoint: url } : { endpoint: url }
  return { ...place, ...address, securityProfile }
}

function endpointOf({ endpoint, secureEndpoint, securityProfile }: Place): string {
  return securityProfile >= 2 ? secureEndpoint : endpoint
}

const mostFailures = 3
