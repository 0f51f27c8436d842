import { lookup as resolve } from 'node:dns'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export type OutsideRequest = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Buffer
  /** From the beginning to the last byte. */
  timeoutMs?: number
  /** More than that is not read. */
  mostBytes?: number
  /** Roots to trust instead of the well-known ones, as PEM. */
  ca?: string
}

export type OutsideAnswer = {
  status: number
  headers: IncomingMessage['headers']
  /** To be read to its end; it fails when it is too long or too slow. */
  body: AsyncIterable<Buffer>
}

/** Why something outside was not called, or has not answered; never the address itself. */
export class OutsideRefused extends Error {
  readonly why: 'address' | 'forbidden' | 'timeout' | 'too-large' | 'failed'

  constructor(why: OutsideRefused['why'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OutsideRefused'
    this.why = why
  }
}

export type FetchOutside = (url: string, request?: OutsideRequest) => Promise<OutsideAnswer>

/**
 * Calls addresses that people and partners give us, and nothing of our own network (S16).
 *
 * Every address that a name resolves to is checked, and the connection goes to the one that was checked, so that a name
 * cannot mean something else a moment later. Loopback, private, link-local and all other special networks are refused,
 * in whatever spelling, unless the operator allows them. Redirects are not followed.
 */
export function createFetchOutside(allowNetworks: readonly string[]): FetchOutside {
  const mayCall = outsideOf(allowNetworks)
  return (text, request = {}) => {
    const url = URL.parse(text)
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
      return Promise.reject(new OutsideRefused('address', 'The address must begin with https or http.'))
    }
    if (url.username !== '' || url.password !== '') {
      return Promise.reject(new OutsideRefused('address', 'The address must not have a password in it.'))
    }
    const host = url.hostname.replace(/^\[|\]$/g, '')
    // A name is checked when it is looked up; what is no name is never looked up.
    if (isIP(host) !== 0 && !mayCall(host)) return Promise.reject(forbidden())
    return call(url, request, checkedLookup(mayCall))
  }
}

/** Whether an address is outside: no special network of any kind, or one that the operator allows. */
export function outsideOf(allowNetworks: readonly string[]): (address: string) => boolean {
  // An IPv4 address would be found in the IPv6 network that all of them can be mapped to.
  const special = {
    ipv4: networksOf(specialNetworks.filter((network) => !network.includes(':'))),
    ipv6: networksOf(specialNetworks.filter((network) => network.includes(':'))),
  }
  const allowed = networksOf(allowNetworks)
  return (address) => {
    const plain = address.replace(/%.*$/, '')
    const family = isIP(plain)
    if (family === 0) return false
    const kind = family === 4 ? 'ipv4' : 'ipv6'
    return allowed.check(plain, kind) || !special[kind].check(plain, kind)
  }
}

/** Looks names up, and gives addresses that may be called only. */
export function checkedLookup(mayCall: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 4)
      const bad = addresses.length === 0 || addresses.some(({ address }) => !mayCall(address))
      if (bad) return done(forbidden() as NodeJS.ErrnoException, '', 4)
      if (options.all) return done(null, addresses)
      done(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}

function call(url: URL, asked: OutsideRequest, lookup: LookupFunction): Promise<OutsideAnswer> {
  const { method = 'GET', headers = {}, body, timeoutMs = 10_000, mostBytes = 1024 * 1024, ca } = asked
  const request = url.protocol === 'https:' ? requestTls : requestPlain
  const signal = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(asOutside(error, signal))
    const sent = request(url, { method, headers, lookup, signal, agent: false, ...(ca ? { ca } : {}) }, (answer) => {
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: limited(answer, mostBytes, signal),
      })
    })
    sent.on('error', fail)
    sent.end(body)
  })
}

async function* limited(answer: IncomingMessage, mostBytes: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  let size = 0
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > mostBytes) throw new OutsideRefused('too-large', 'What lies there is too large.')
      yield piece
    }
  } catch (error) {
    throw asOutside(error as Error, signal)
  } finally {
    answer.destroy()
  }
}

function asOutside(error: Error, signal: AbortSignal): OutsideRefused {
  if (error instanceof OutsideRefused) return error
  if (signal.aborted) return new OutsideRefused('timeout', 'There was no answer in time.', { cause: error })
  return new OutsideRefused('failed', 'It could not be reached.', { cause: error })
}

function forbidden(): OutsideRefused {
  return new OutsideRefused('forbidden', 'The address is not one outside.')
}

function networksOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const kind = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, kind)
    else list.addSubnet(address, Number(bits), kind)
  }
  return list
}

// IANA's special-purpose registries, multicast, and what IPv6 wraps around IPv4 addresses.
const specialNetworks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]
