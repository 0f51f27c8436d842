import { defaultSettings, type OcppSettings } from '#ocpp/settings.ts'
import type { Config } from './config.ts'

/** The OCPP door's settings out of the operator's. A limit that is lifted is as large as a number can be. */
export function ocppSettings({ ocpp, http, tls }: Config): OcppSettings {
  const unlimited = Number.MAX_SAFE_INTEGER
  return {
    ...defaultSettings,
    assumedVersion: ocpp.assume16 ? '1.6' : null,
    lab: ocpp.autoProvision === 'lab',
    trustedProxies: http.trustedProxies,
    certificateHeader: tls.certificateHeader,
    checksOrganization: tls.checkOrganization,
    maxMessageBytes: ocpp.maxMessageBytes,
    maxWaitingFrames: ocpp.waitingFrames,
    messagesPerSecond: ocpp.messagesPerSecond ?? unlimited,
    messageBurst: ocpp.messageBurst,
    bufferedBytes: { pause: ocpp.outboundPauseBytes, end: ocpp.outboundCloseBytes },
    undrainedSeconds: ocpp.outboundStallSeconds,
    pingSeconds: { min: (ocpp.pingIntervalSeconds * 2) / 3, max: (ocpp.pingIntervalSeconds * 4) / 3 },
    missedPongs: ocpp.missedPongs,
    replaceLimit: ocpp.replaceLimit,
    drainSeconds: http.drainSeconds,
    connect: {
      ...defaultSettings.connect,
      lookupSeconds: ocpp.handshakeTimeoutSeconds,
      admissionPerSecond: ocpp.admissionsPerSecond ?? unlimited,
      admissionBurst: ocpp.admissionsPerSecond === null ? unlimited : ocpp.admissionBurst,
      attemptsPerSecond: (ocpp.connectsPerAddressPerMinute ?? unlimited) / 60,
      attemptBurst: ocpp.connectsPerAddressPerMinute ?? unlimited,
      triesPerSecond: (ocpp.connectsPerIdentityPerMinute ?? unlimited) / 60,
      triesBurst: ocpp.connectsPerIdentityPerMinute ?? unlimited,
    },
  }
}
