/** A frame between a charger and the server; an answer knows the action that it answers. `in` is towards the charger. */
export type WireFrame = {
  identity: string
  direction: 'in' | 'out'
  kind: 'call' | 'answer' | 'error'
  id: string
  action: string
  payload: any
  atMs: number
}

type Seen = { identity: string; direction: 'in' | 'out'; text: string; atMs: number }

export function readFrame(before: readonly WireFrame[], { identity, direction, text, atMs }: Seen): WireFrame {
  const [type, id, third, fourth] = JSON.parse(text)
  const about = { identity, direction, id, atMs }
  if (type === 2 || type === 6) return { ...about, kind: 'call', action: third, payload: fourth }
  const call = before.findLast(
    (one) => one.identity === identity && one.id === id && one.kind === 'call' && one.direction !== direction,
  )
  const action = call?.action ?? ''
  return { ...about, kind: type === 3 ? 'answer' : 'error', action, payload: type === 3 ? third : fourth }
}

/** A charging profile on its way to a charger, in the words that the versions share. */
export type ProfileOnWire = {
  /** Its place among all frames. */
  at: number
  identity: string
  purpose: 'default' | 'transaction' | 'other'
  stackLevel: number
  unit: string
  periods: readonly { startPeriod: number; limit: number; numberPhases?: number }[]
  startSchedule: string | undefined
  transactionId: string | undefined
  /** Where the charger's answer is, and what it said; null: it has not answered. */
  answer: { at: number; status: string } | null
  atMs: number
}

export function profilesOnWire(frames: readonly WireFrame[], identity?: string): ProfileOnWire[] {
  return frames.flatMap((frame, at) => {
    const isProfile = frame.action === 'SetChargingProfile' && frame.kind === 'call'
    if (!isProfile || (identity !== undefined && frame.identity !== identity)) return []
    const profile = frame.payload.csChargingProfiles ?? frame.payload.chargingProfile
    const schedule = [profile.chargingSchedule].flat()[0]
    const answerAt = frames.findIndex((one) => one.id === frame.id && one.identity === frame.identity && one !== frame)
    return {
      ...{ at, identity: frame.identity, atMs: frame.atMs, stackLevel: profile.stackLevel },
      purpose: purposes[profile.chargingProfilePurpose] ?? 'other',
      ...{ unit: schedule.chargingRateUnit, periods: schedule.chargingSchedulePeriod },
      startSchedule: schedule.startSchedule,
      transactionId: profile.transactionId === undefined ? undefined : String(profile.transactionId),
      answer: answerAt < 0 ? null : { at: answerAt, status: frames[answerAt]!.payload.status },
    }
  })
}

export function grantsOnWire(frames: readonly WireFrame[], identity?: string): ProfileOnWire[] {
  return profilesOnWire(frames, identity).filter(({ purpose }) => purpose === 'transaction')
}

const purposes: Record<string, ProfileOnWire['purpose']> = {
  TxDefaultProfile: 'default',
  TxProfile: 'transaction',
}
