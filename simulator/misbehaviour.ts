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
  /** Never answers calls of the server. */
  isSilent: boolean
  /** By action: calls that it does not simply obey. */
  answers: { [action: string]: Contrary }
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
  isSilent: false,
  answers: {},
  sendsTwice: false,
  dropsConnectionEverySeconds: 0,
  failsFirmware: null,
  failsUploads: false,
}
