import { type Access, type AccessOptions, createAccess } from './access.ts'
import { Charger, type ChargerEvent, type ChargerOptions } from './charger.ts'
import type { SimulatedClock } from './clock.ts'
import { createEquipment, type Equipment } from './equipment/equipment.ts'
import type { Measurand } from './meter-reading.ts'
import { type Misbehaviour, wellBehaved } from './misbehaviour.ts'
import { type Random, seededRandom, seedFor } from './random.ts'
import type { CloseReason, Version } from './socket/connection.ts'
import type { Outcome } from './socket/dialogue.ts'
import { Link, type LinkEvent } from './socket/link.ts'
import type { Speaker, SpeakerWorld } from './speaker.ts'
import { speakers } from './speakers.ts'
import type { RestartReason, Voice } from './voice.ts'

export type ConnectedChargerOptions = Omit<ChargerOptions, 'misbehaviour' | 'random'> &
  AccessOptions & {
    version: Version
    clock: SimulatedClock
    about?: Partial<SpeakerWorld['about']>
    misbehaviour?: Partial<Misbehaviour>
    random?: Random
    /** What its meters tell, until the server wants otherwise; without it, what is usual. */
    measurands?: readonly Measurand[]
    onEvent?: (event: ChargerEvent | LinkEvent) => void
  }

/** A whole charger: what it is, how it speaks, and how it is connected. */
export type ConnectedCharger = {
  readonly charger: Charger
  readonly link: Link
  readonly version: Version
  readonly misbehaviour: Misbehaviour
  readonly equipment: Equipment
  readonly access: Access
  /** Only of 2.x: what people and the charger itself do, beside charging. */
  readonly acts: Speaker['acts']
  /** Says any message of the version, as if there were a reason for it; one of a transaction in its turn. */
  say(action: string, payload: object): Promise<Outcome>
  /** Connects, boots, and stays connected. */
  start(): void
  /** The network is gone; the charger goes on by itself. */
  goOffline(): void
  goOnline(): void
  /** Gives the server something that the standard has no message for. */
  sendData(data: { vendorId: string; messageId?: string; data?: string }): Promise<Outcome>
  /** Disconnects and ends all timers. */
  stop(): Promise<void>
}

export function createConnectedCharger(options: ConnectedChargerOptions): ConnectedCharger {
  const { identity, version, clock, onEvent = () => {} } = options
  const misbehaviour = { ...wellBehaved, ...options.misbehaviour }
  const random = options.random ?? seededRandom(seedFor(0, identity))
  const ofVehicles = seededRandom(Math.floor(random() * 2 ** 32))
  const charger = new Charger({ ...options, misbehaviour, random: ofVehicles }, clock)
  const about = {
    vendor: 'Voltyard',
    model: 'Simulated',
    serialNumber: identity.slice(0, 25),
    firmwareVersion: '1.0.0',
    ...options.about,
  }
  const stamp = (atMs: number) => new Date(Math.floor(atMs) + misbehaviour.clockOffsetSeconds * 1_000).toISOString()
  const equipment = createEquipment({
    clock,
    identity,
    about,
    settings: charger.settings,
    misbehaviour,
    stamp,
    authorities: () => access.authorities(),
    isBusy: () => charger.sessions().length > 0,
    isOnline: () => link.isOnline,
    restart: () => voice.restart('firmware-update'),
    reports: () => speaker.reports,
  })
  const access = createAccess(options, equipment.certificates)
  const world: SpeakerWorld = {
    charger,
    get link() {
      return link
    },
    equipment,
    access,
    about,
    texts: new Map(options.measurands && sampledTexts.map((name) => [name, options.measurands!.join(',')])),
    stamp,
    fromServer: (text) => Temporal.Instant.from(text).epochMilliseconds - misbehaviour.clockOffsetSeconds * 1_000,
  }
  const speaker = speakers[version](world)
  const link: Link = new Link({
    version,
    connection: () => access.connection(identity, version),
    clock,
    settings: charger.settings,
    misbehaviour,
    random,
    dialogue: { ...speaker, onConnected },
    onEvent(event) {
      if (event.kind === 'connected') access.opened()
      if (event.kind === 'disconnected') onDisconnected(event.why)
      onEvent(event)
    },
  })
  let isStopped = false
  const voice = voiceOf({ speaker, link, clock, equipment, isWanted: () => !isStopped && charger.isPowered })
  charger.speakThrough(voice)
  charger.onEvent = (event) => {
    equipment.logbook.note('diagnostics', clock.nowMs(), noteOf(event))
    onEvent(event)
  }

  function onConnected(wasBooted: boolean): void {
    speaker.onConnected(wasBooted)
    if (wasBooted) equipment.firmware.onBooted()
    equipment.securityEvents.flush()
  }

  function onDisconnected(why: CloseReason): void {
    equipment.logbook.note('diagnostics', clock.nowMs(), `warn  connection ended: ${why.kind}`)
    if (why.kind !== 'closed') access.failed()
    if (why.kind === 'untrusted') equipment.securityEvents.add('invalid-server-certificate')
    if (why.kind === 'refused' && why.status === 401) equipment.securityEvents.add('refused-by-server')
  }

  return {
    charger,
    link,
    version,
    misbehaviour,
    equipment,
    access,
    acts: speaker.acts,
    say: (action, payload) => say(link, action, payload),
    start() {
      equipment.securityEvents.add('started', about.firmwareVersion)
      link.connect()
    },
    goOffline: () => void link.disconnect('cut'),
    goOnline: () => {
      if (charger.isPowered) link.connect()
    },
    sendData: (data) => link.call('DataTransfer', data),
    async stop() {
      isStopped = true
      charger.close()
      speaker.close?.()
      equipment.close()
      await link.close()
    },
  }
}

type VoiceParts = {
  speaker: Speaker
  link: Link
  clock: SimulatedClock
  equipment: Equipment
  isWanted: () => boolean
}

function voiceOf({ speaker, link, clock, equipment, isWanted }: VoiceParts): Voice {
  return Object.assign(speaker, {
    restart(reason: RestartReason) {
      link.needsBoot(reason)
      // Told once it is back.
      equipment.securityEvents.add('restarted', reason)
      speaker.onRestart?.()
      void link.disconnect()
      clock.setTimeout(() => isWanted() && link.connect(), restartMs)
    },
    powerLost() {
      link.needsBoot('power')
      void link.disconnect('cut')
    },
    powerBack() {
      equipment.securityEvents.add('started')
      clock.setTimeout(() => isWanted() && link.connect(), restartMs)
    },
  })
}

async function say(link: Link, action: string, payload: object): Promise<Outcome> {
  if (action === 'TransactionEvent') return new Promise((end) => link.enqueue(action, () => payload, end))
  // The only message that is never answered.
  if (action !== 'NotifyPeriodicEventStream') return link.call(action, payload)
  link.post(action, payload)
  return { kind: 'answered', payload: {} }
}

function noteOf(event: ChargerEvent): string {
  if (event.kind === 'status') return `info  evse ${event.evse.number} ${event.status}`
  if (event.kind === 'card-refused') return 'warn  card refused'
  return `info  evse ${event.evse.number} ${event.kind} at ${event.evse.registerWh} Wh`
}

// As the versions call what a sample holds.
const sampledTexts = ['MeterValuesSampledData', 'TxUpdatedMeasurands']
const restartMs = 5_000
