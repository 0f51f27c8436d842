import { Charger, type ChargerEvent, type ChargerOptions } from './charger.ts'
import type { SimulatedClock } from './clock.ts'
import { type Misbehaviour, wellBehaved } from './misbehaviour.ts'
import { type Random, seededRandom, seedFor } from './random.ts'
import type { Version } from './socket/connection.ts'
import { Link, type LinkEvent } from './socket/link.ts'
import type { Speaker, SpeakerWorld } from './speaker.ts'
import { createSpeaker16 } from './v16/speaker.ts'
import { createSpeaker201 } from './v201/speaker.ts'
import type { Voice } from './voice.ts'

export type ConnectedChargerOptions = ChargerOptions & {
  /** The endpoint before the identity: `ws://host/ocpp`. */
  endpoint: string
  version: Version
  password?: string | undefined
  clock: SimulatedClock
  about?: Partial<SpeakerWorld['about']>
  misbehaviour?: Partial<Misbehaviour>
  random?: Random
  onEvent?: (event: ChargerEvent | LinkEvent) => void
}

/** A whole charger: what it is, how it speaks, and how it is connected. */
export type ConnectedCharger = {
  readonly charger: Charger
  readonly link: Link
  readonly version: Version
  readonly misbehaviour: Misbehaviour
  /** Connects, boots, and stays connected. */
  start(): void
  /** The network is gone; the charger goes on by itself. */
  goOffline(): void
  goOnline(): void
  /** Disconnects and ends all timers. */
  stop(): Promise<void>
}

export function createConnectedCharger(options: ConnectedChargerOptions): ConnectedCharger {
  const { identity, version, clock, endpoint, password, onEvent = () => {} } = options
  const misbehaviour = { ...wellBehaved, ...options.misbehaviour }
  const charger = new Charger(options, clock)
  const world: SpeakerWorld = {
    charger,
    get link() {
      return link
    },
    about: {
      vendor: 'Voltyard',
      model: 'Simulated',
      serialNumber: identity.slice(0, 25),
      firmwareVersion: '1.0.0',
      ...options.about,
    },
    texts: new Map(),
    stamp: (atMs) => new Date(Math.floor(atMs) + misbehaviour.clockOffsetSeconds * 1_000).toISOString(),
    fromServer: (text) => Temporal.Instant.from(text).epochMilliseconds - misbehaviour.clockOffsetSeconds * 1_000,
  }
  const speaker = version === '1.6' ? createSpeaker16(world) : createSpeaker201(world)
  const link: Link = new Link({
    endpoint,
    identity,
    version,
    password,
    clock,
    settings: charger.settings,
    misbehaviour,
    random: options.random ?? seededRandom(seedFor(0, identity)),
    dialogue: speaker,
    onEvent,
  })
  let isStopped = false
  charger.speakThrough(voiceOf({ speaker, link, clock, isWanted: () => !isStopped && charger.isPowered }))
  charger.onEvent = onEvent

  return {
    charger,
    link,
    version,
    misbehaviour,
    start: () => link.connect(),
    goOffline: () => void link.disconnect('cut'),
    goOnline: () => {
      if (charger.isPowered) link.connect()
    },
    async stop() {
      isStopped = true
      charger.close()
      await link.close()
    },
  }
}

type VoiceParts = { speaker: Speaker; link: Link; clock: SimulatedClock; isWanted: () => boolean }

function voiceOf({ speaker, link, clock, isWanted }: VoiceParts): Voice {
  return Object.assign(speaker, {
    restart(reason: 'power' | 'soft-reset' | 'hard-reset') {
      link.needsBoot(reason)
      void link.disconnect()
      clock.setTimeout(() => isWanted() && link.connect(), restartMs)
    },
    powerLost() {
      link.needsBoot('power')
      void link.disconnect('cut')
    },
    powerBack() {
      clock.setTimeout(() => isWanted() && link.connect(), restartMs)
    },
  })
}

const restartMs = 5_000
