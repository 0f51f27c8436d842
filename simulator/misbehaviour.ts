/** What a charger does wrong; may change while it runs. */
export type Misbehaviour = {
  /** How far its clock is ahead. */
  clockOffsetSeconds: number
  /** Real time before it answers a call of the server. */
  answerDelayMs: number
  /** Never answers calls of the server. */
  isSilent: boolean
  /** Sends every message of a transaction twice. */
  sendsTwice: boolean
  /** The connection breaks about so often; 0 for never. */
  dropsConnectionEverySeconds: number
}

export const wellBehaved: Misbehaviour = {
  clockOffsetSeconds: 0,
  answerDelayMs: 0,
  isSilent: false,
  sendsTwice: false,
  dropsConnectionEverySeconds: 0,
}
