import type { OcppVersion } from './rpc/version.ts'

/** How the OCPP door behaves. Times are in the unit of their names. */
export type OcppSettings = {
  /** Versions we agree to speak; the highest common one is chosen (T-03). */
  versions: readonly OcppVersion[]
  /** For chargers that never say which version they speak; null refuses them. */
  assumedVersion: OcppVersion | null
  /** Test benches only: unknown chargers are made on the spot, and no rate is limited. */
  lab: boolean
  /** Lets a charger without a password take over its own connection from another address (T-08). */
  unauthenticatedTakeover: boolean
  /** Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed (T-13). */
  trustedProxies: readonly string[]
  /** In lower case: where those proxies put a charger's certificate; null when they do not. */
  certificateHeader: string | null
  /** Whether certificates have to name the operator (A00.FR.404). */
  checksOrganization: boolean
  /** Compares every answer with its schema before it is sent; for tests and development. */
  checkReplies: boolean

  maxMessageBytes: number
  /** Frames of one charger that may wait; beyond, its socket is not read (T-10). */
  maxWaitingFrames: number
  messagesPerSecond: number
  messageBurst: number
  /** Above the first we send no calls and read no more, above the second the connection is ended (T-10). */
  bufferedBytes: { pause: number; end: number }
  undrainedSeconds: number

  handlerSeconds: number
  /** A BootNotification that is not stored by then is answered Pending (B-08). */
  bootSeconds: number
  /** What such a charger is told to wait before it boots again. */
  bootRetrySeconds: number

  pingSeconds: { min: number; max: number }
  /** Pings in a row without any sign of life after which a connection is dead (T-06). */
  missedPongs: number
  /** How long a silent new connection is left alone before we send anything (B-04). */
  quietSeconds: { min: number; max: number }
  /** Times per minute that connections of one charger may replace each other (T-08). */
  replaceLimit: number
  /** What the server asks of chargers by itself: at most so many commands a second, and at once (T-09). */
  ownCommands: { perSecond: number; burst: number }
  /** Ends the connection of a charger that answers no calls, so that it comes back. */
  recycleSick: boolean
  /** How long a stopping door waits for what is under way (T-12). */
  drainSeconds: number

  connect: ConnectSettings
}

export type ConnectSettings = {
  lookupSeconds: number
  /** Connects per second that this node takes in (T-09). */
  admissionPerSecond: number
  admissionBurst: number
  /** Handshakes of one address that may be under way at once (S30). */
  maxPendingPerAddress: number
  /** Connects per second from one address. Good ones are given back, so a whole site behind one address may return. */
  attemptsPerSecond: number
  attemptBurst: number
  /** Connects per second, good and bad, as one charger from one address. */
  triesPerSecond: number
  triesBurst: number
  /** Failed attempts that cost nothing, by address and by address and identity. */
  freeFailures: { address: number; identity: number }
  /** The longest time that failures keep an address waiting; never for ever (S-03). */
  maxBlockSeconds: number
}

export const defaultSettings: OcppSettings = {
  versions: ['1.6', '2.0.1', '2.1'],
  assumedVersion: null,
  lab: false,
  unauthenticatedTakeover: false,
  trustedProxies: [],
  certificateHeader: null,
  checksOrganization: true,
  checkReplies: false,

  maxMessageBytes: 1024 * 1024,
  maxWaitingFrames: 8,
  messagesPerSecond: 20,
  messageBurst: 200,
  bufferedBytes: { pause: 256 * 1024, end: 4 * 1024 * 1024 },
  undrainedSeconds: 60,

  handlerSeconds: 25,
  bootSeconds: 8,
  bootRetrySeconds: 60,

  pingSeconds: { min: 30, max: 60 },
  missedPongs: 2,
  quietSeconds: { min: 10, max: 30 },
  replaceLimit: 5,
  ownCommands: { perSecond: 100, burst: 200 },
  recycleSick: true,
  drainSeconds: 20,

  connect: {
    lookupSeconds: 5,
    admissionPerSecond: 1_000,
    admissionBurst: 5_000,
    maxPendingPerAddress: 5_000,
    attemptsPerSecond: 100,
    attemptBurst: 5_000,
    triesPerSecond: 0.5,
    triesBurst: 30,
    freeFailures: { address: 100, identity: 5 },
    maxBlockSeconds: 60,
  },
}

/**
 * Values for the HTTP server in front of the door: a handshake has ten seconds (S30). Who asks again and again keeps its
 * connection in between: vehicles ask every ten seconds, and proxies usually let go after a minute, so that it is never
 * we who hang up on one that is about to ask.
 */
export const handshakeTimeouts = {
  keepAliveTimeout: 75_000,
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
} as const
