import type { IncomingMessage } from 'node:http'
import { Problem } from '#core/errors.ts'
import type { OcppVersion } from '../rpc/version.ts'
import type { OcppSettings } from '../settings.ts'
import { TokenBucket } from '../token-bucket.ts'
import type { Candidate, OcppWorld, Stranger } from '../world.ts'
import { isRightPassword, passwordIn, readBasicAuth } from './basic-auth.ts'
import { readAddress } from './identity.ts'
import { ConnectLimits } from './rate-limits.ts'
import type { Refusal, RefusalReason } from './refusal.ts'
import { createRemoteReader, type Remote } from './remote.ts'
import { decideEntry, type Entry } from './security-profile.ts'
import { type Agreement, agreeOnVersion } from './subprotocol.ts'

/** A charger that has shown who it is. `agreement` is null when there is no version that both speak. */
export type Admitted = {
  refused: null
  candidate: Candidate
  entry: Entry
  agreement: Agreement | null
  remote: Remote
}

export type HandshakeDoor = {
  isDraining(): boolean
  /** Whether the newcomer may have this identity's place; asked once it is authenticated. (T-08) */
  mayTakePlace(candidate: Candidate, entry: Entry, remote: Remote): RefusalReason | null
}

/**
 * Decides over a handshake before the 101, in the order of T-02, so that a wrong password shows as 401.
 * The answer is a value; nothing is written here.
 */
export function createHandshake(
  world: OcppWorld,
  settings: OcppSettings,
  door: HandshakeDoor,
): (request: IncomingMessage) => Promise<Admitted | Refusal> {
  const { admissionPerSecond, admissionBurst } = settings.connect
  const admission = new TokenBucket(admissionPerSecond, admissionBurst, performance.now())
  const limits = new ConnectLimits(settings.connect)
  const remoteOf = createRemoteReader(settings.trustedProxies, settings.certificateHeader)
  const hashSecret = (secret: Buffer) => world.hashSecret(secret)
  const rules = {
    trust: world.certificates,
    revocation: world.certificates.revocation,
    findCertificate: (fingerprint: string) => world.certificates.find(fingerprint),
    checksOrganization: settings.checksOrganization,
    certificateNow: () => world.certificates.now(),
    hashSecret,
  }

  return async (request) => {
    if (door.isDraining()) return { refused: 'draining' }
    if (!settings.lab && !admission.take(performance.now())) return { refused: 'over-admission' }
    const misfit = upgradeFault(request)
    if (misfit) return { refused: misfit }
    const address = readAddress(request.url ?? '')
    if (typeof address === 'string') return { refused: address }

    const remote = remoteOf(request)
    const attempt = { address: remote.address, identity: address.identity }
    const waitSeconds = settings.lab ? 0 : limits.begin(attempt, performance.now())
    if (waitSeconds > 0) return { refused: 'too-many-attempts', retryAfterSeconds: waitSeconds }
    try {
      const outcome = await withinSeconds(settings.connect.lookupSeconds, admit(request, address, remote))
      if (settings.lab) return outcome
      if (outcome.refused === null) limits.succeeded(attempt, performance.now())
      else if (isGuess.has(outcome.refused)) await holdBack(attempt)
      return outcome
    } catch (error) {
      if (!(error instanceof Problem)) world.log.error({ err: error, ...attempt }, 'handshake failed')
      return { refused: 'storage-slow' }
    } finally {
      if (!settings.lab) limits.end(attempt)
    }
  }

  async function admit(
    request: IncomingMessage,
    { identity, tenantSlug }: { identity: string; tenantSlug: string | null },
    remote: Remote,
  ): Promise<Admitted | Refusal> {
    const candidate =
      (await findOne(identity, tenantSlug)) ??
      (settings.lab ? null : await world.meetStranger(strangerOf(request, { identity, tenantSlug }, remote)))
    const agreement = agreeOnVersion(request.headers['sec-websocket-protocol'], {
      enabled: settings.versions,
      allowed: candidate?.charger.protocols ?? null,
      assumed: settings.assumedVersion,
    })
    if (!candidate) return { refused: strangerFault(request, identity, agreement) }
    const standing = standingFault(candidate)
    if (standing) return { refused: standing }

    const isHexTried = agreement === null || agreement.version === '1.6'
    const { authorization } = request.headers
    const visitor = { candidate, identity, remote, authorization, isHexTried, now: world.now() }
    const entry = await decideEntry(visitor, rules)
    if ('refused' in entry) return entry
    const taken = door.mayTakePlace(candidate, entry, remote)
    return taken ? { refused: taken } : { refused: null, candidate, entry, agreement, remote }
  }

  /** `/ocpp/{identity}` names a charger only when one tenant has it; another tenant's is as unknown as none (S9). */
  async function findOne(identity: string, tenantSlug: string | null): Promise<Candidate | null> {
    const candidates = await world.findCandidates(identity, tenantSlug)
    if (candidates.length === 0 && settings.lab) return world.provision(identity, tenantSlug)
    return candidates.length === 1 ? candidates[0]! : null
  }

  /** The same work as for a known charger, so that the time taken does not tell them apart (S1). */
  function strangerFault(request: IncomingMessage, identity: string, agreement: Agreement | null): RefusalReason {
    const credentials = readBasicAuth(request.headers.authorization)
    const isHexTried = agreement === null || agreement.version === '1.6'
    if (credentials) isRightPassword(credentials, { identity, passwordHash: null, isHexTried }, hashSecret)
    return 'unknown-charger'
  }

  async function holdBack(attempt: { address: string; identity: string }): Promise<void> {
    const { delayMs, isAlarm } = limits.failed(attempt, performance.now())
    if (isAlarm) world.log.warn(attempt, 'many failed attempts to connect as this charger')
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
}

function strangerOf(
  { headers }: IncomingMessage,
  address: { identity: string; tenantSlug: string | null },
  { address: from, isEncrypted }: Remote,
): Stranger {
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim())
  const password = passwordIn(readBasicAuth(headers.authorization), address.identity)
  return { ...address, address: from, isEncrypted, protocols: protocols.filter((one) => one !== ''), password }
}

/** T-04: compression only where the standard asks for it. */
export function mayCompress(version: OcppVersion): boolean {
  return version !== '1.6'
}

function upgradeFault({ method, headers }: IncomingMessage): RefusalReason | null {
  const isUpgrade = method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket'
  if (!isUpgrade || !/^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')) return 'not-websocket'
  return headers['sec-websocket-version'] === '13' ? null : 'websocket-version'
}

function standingFault({ charger }: Candidate): RefusalReason | null {
  return charger.operatorStatus === 'blocked' || charger.lifecycle === 'deprecated' ? 'blocked' : null
}

const isGuess: ReadonlySet<RefusalReason> = new Set(['unknown-charger', 'no-credentials', 'wrong-credentials'])

/** The outcome of `work`, or an error when it takes longer. */
export async function withinSeconds<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem('storage_unavailable', 'The lookup took too long.')), seconds * 1_000)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
