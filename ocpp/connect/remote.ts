import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** Where a handshake came from. */
export type Remote = { address: string; isEncrypted: boolean }

/** Reads the far end of a request; a proxy's headers count only when the proxy is one that we trust (T-13). */
export function createRemoteReader(trustedProxies: readonly string[]): (request: IncomingMessage) => Remote {
  const trusted = blockListOf(trustedProxies)

  return (request) => {
    const address = plainAddress(request.socket.remoteAddress ?? '')
    const isEncrypted = (request.socket as TLSSocket).encrypted === true
    if (!contains(trusted, address)) return { address, isEncrypted }
    return {
      address: clientOf(request.headers['x-forwarded-for'], trusted) ?? address,
      isEncrypted: isEncrypted || request.headers['x-forwarded-proto'] === 'https',
    }
  }
}

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
