import type { FirmwareFailure } from './equipment/firmware.ts'

/** How a call of the server is answered instead of obeyed. */
export type Contrary =
  /** With the refusal that the standard has for it, and nothing follows. */
  | 'rejected'
  /** With a CALLERROR. */
  | 'not-implemented'
  /** Not at all. */
  | 'silent'
  /** As usual, but so much later, of real time. */
  | { delayMs: number }

/** What a charger does wrong; may change while it runs. */
export type Misbehaviour = {
  /** How far its clock is ahead. */
  clockOffsetSeconds: number
  /** Real time before it answers a call of the server. */
  answerDelayMs: number
  /** Simulated time before it answers a call of the server, from and to; short ones are the more frequent. */
  answerDelaySeconds: readonly [number, number] | null
  /** Never answers calls of the server. */
  isSilent: boolean
  /** By action: calls that it does not simply obey. */
  answers: { [action: string]: Contrary }
  /** Accepts charging profiles and shows them, and gives what it likes. */
  ignoresProfiles: boolean
  /** Goes on with a charging profile after its end: neither `validTo` nor `duration` counts. */
  ignoresProfileEnd: boolean
  /** On how many phases its meter shows a current, whatever flows. */
  reportedPhases: 1 | 2 | 3 | null
  /** Sends every message of a transaction twice. */
  sendsTwice: boolean
  /** The connection breaks about so often; 0 for never. */
  dropsConnectionEverySeconds: number
  /** Where every firmware update fails. */
  failsFirmware: FirmwareFailure | null
  /** Every upload of a log fails. */
  failsUploads: boolean
}

export const wellBehaved: Misbehaviour = {
  clockOffsetSeconds: 0,
  answerDelayMs: 0,
  answerDelaySeconds: null,
  isSilent: false,
  answers: {},
  ignoresProfiles: false,
  ignoresProfileEnd: false,
  reportedPhases: null,
  sendsTwice: false,
  dropsConnectionEverySeconds: 0,
  failsFirmware: null,
  failsUploads: false,
}
