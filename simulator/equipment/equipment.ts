import type { SimulatedClock } from '../clock.ts'
import type { CertificateRenewal } from './certificate-renewal.ts'
import { createCertificateRenewal } from './certificate-renewal.ts'
import { type Certificates, createCertificates, type OwnUse } from './certificates.ts'
import { createDataTransfers, type DataTransfers } from './data-transfers.ts'
import {
  createFirmware,
  type Firmware,
  type FirmwareFailure,
  type FirmwareOrder,
  type FirmwareState,
} from './firmware.ts'
import { createLogUpload, type LogOrder, type LogState, type LogUpload } from './log-upload.ts'
import { createLogbook, type Logbook } from './logbook.ts'
import { createSecurityEvents, type SecurityEvent, type SecurityEvents } from './security-events.ts'

/** What a charger has besides its charging points, in words of no version. */
export type Equipment = {
  readonly firmware: Firmware
  readonly logUpload: LogUpload
  readonly logbook: Logbook
  readonly certificates: Certificates
  readonly renewal: CertificateRenewal
  readonly securityEvents: SecurityEvents
  readonly dataTransfers: DataTransfers
  /** Ends what is under way. */
  close(): void
}

/** How the equipment tells the server what becomes of an order; each version has its own words. */
export type Reports = {
  firmwareChanged(state: FirmwareState, order: FirmwareOrder): void
  logUploadChanged(state: LogState, order: LogOrder): void
  securityEvent(event: SecurityEvent): void
  /** Sends a signing request; whether the server wants to sign it. */
  signCertificate(use: OwnUse, csr: string): Promise<'accepted' | 'refused' | 'unsent'>
}

export type EquipmentOptions = {
  clock: SimulatedClock
  identity: string
  about: { firmwareVersion: string; serialNumber: string }
  settings: EquipmentSettings
  misbehaviour: { failsFirmware: FirmwareFailure | null; failsUploads: boolean }
  stamp(atMs: number): string
  /** Certificate authorities for downloads and uploads, as PEM. */
  authorities(): readonly string[]
  isBusy(): boolean
  isOnline(): boolean
  restart(): void
  reports(): Reports
}

export type EquipmentSettings = {
  checksFirmwareSignatures: boolean
  tellsSecurityEvents: boolean
  /** The operator, as certificates name it. */
  organization: string
  certificateKey: 'ec' | 'rsa'
  /** The first wait for a certificate, doubled with each repeat; 0 for no repeats. */
  certificateWaitSeconds: number
  certificateRepeats: number
}

export function createEquipment(options: EquipmentOptions): Equipment {
  const { clock, identity, about, settings, misbehaviour, stamp, authorities, reports } = options
  const logbook = createLogbook()
  const certificates = createCertificates({ nowMs: clock.nowMs })
  const securityEvents = createSecurityEvents({
    nowMs: clock.nowMs,
    logbook,
    isTold: () => settings.tellsSecurityEvents,
    isOnline: options.isOnline,
    send: (event) => reports().securityEvent(event),
  })
  const renewal = createCertificateRenewal({
    clock,
    waits: () => ({ waitSeconds: settings.certificateWaitSeconds, repeats: settings.certificateRepeats }),
    request: (use) =>
      certificates.request(use, {
        commonName: about.serialNumber,
        organization: settings.organization,
        keyKind: settings.certificateKey,
      }),
    send: (use, csr) => reports().signCertificate(use, csr),
  })
  const firmware = createFirmware({
    clock,
    about,
    authorities,
    checksSignatures: () => settings.checksFirmwareSignatures,
    makers: () => certificates.roots('manufacturer').map(({ pem }) => pem),
    failure: () => misbehaviour.failsFirmware,
    isBusy: options.isBusy,
    restart: options.restart,
    onState(state, order) {
      logbook.note('diagnostics', clock.nowMs(), `info  firmware ${state}`)
      if (state === 'invalid-signature') securityEvents.add('invalid-firmware-signature')
      if (state === 'installed') securityEvents.add('firmware-updated', about.firmwareVersion)
      reports().firmwareChanged(state, order)
    },
  })
  const logUpload = createLogUpload({
    clock,
    identity,
    logbook,
    stamp,
    authorities,
    fails: () => misbehaviour.failsUploads,
    onState: (state, order) => reports().logUploadChanged(state, order),
  })
  return {
    firmware,
    logUpload,
    logbook,
    certificates,
    renewal,
    securityEvents,
    dataTransfers: createDataTransfers(),
    close() {
      for (const part of [firmware, logUpload, renewal]) part.close()
    },
  }
}
