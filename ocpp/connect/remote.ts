import type { X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { readCertificateHeader } from './certificate-header.ts'
import type { ShownCertificate } from './client-certificate.ts'

/** Where a handshake came from. */
export type Remote = {
  address: string
  isEncrypted: boolean
  /** TLS ended at a proxy of the operator's. */
  isProxied: boolean
  certificate: ShownCertificate | null
}

/** Reads the far end of a request; a proxy's headers count only when the proxy is one that we trust (T-13). */
export function createRemoteReader(
  trustedProxies: readonly string[],
  certificateHeader: string | null = null,
): (request: IncomingMessage) => Remote {
  const trusted = blockListOf(trustedProxies)

  return ({ socket, headers }) => {
    const address = plainAddress(socket.remoteAddress ?? '')
    const isEncrypted = (socket as TLSSocket).encrypted === true
    const direct = {
      address,
      isEncrypted,
      isProxied: false,
      certificate: isEncrypted ? certificateOf(socket as TLSSocket) : null,
    }
    if (!contains(trusted, address)) return direct
    const client = { ...direct, address: clientOf(headers['x-forwarded-for'], trusted) ?? address }
    if (headers['x-forwarded-proto'] !== 'https') return client
    const header = certificateHeader === null ? undefined : headers[certificateHeader]
    return { ...client, isEncrypted: true, isProxied: true, certificate: readCertificateHeader(header) }
  }
}

function certificateOf(socket: TLSSocket): ShownCertificate | null {
  const leaf = socket.getPeerX509Certificate()
  if (!leaf) return null
  const others: X509Certificate[] = []
  for (let next = leaf.issuerCertificate; next && others.length < mostInChain; next = next.issuerCertificate) {
    others.push(next)
  }
  // The types say it is an error; it is the error's code.
  const fault = socket.authorized ? null : String(socket.authorizationError ?? 'UNKNOWN')
  return { leaf, others, fault, isResumed: socket.isSessionReused() }
}

const mostInChain = 10

// The nearest hop that is no proxy of ours; everything before it may be invented.
function clientOf(header: string | string[] | undefined, trusted: BlockList): string | null {
  const hops = String(header ?? '')
    .split(',')
    .map((hop) => plainAddress(hop.trim()))
    .filter((hop) => isIP(hop) !== 0)
  return hops.findLast((hop) => !contains(trusted, hop)) ?? null
}

function contains(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address
}
