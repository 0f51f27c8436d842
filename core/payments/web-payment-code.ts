import { createHmac, timingSafeEqual } from 'node:crypto'

/** How a charger makes the codes in its QR: its WebPaymentsCtrlr's SharedSecret, Length and ValidityTime. */
export type WebPaymentCodes = { sharedSecret: string; length: number; validitySeconds: number }

/**
 * The code that a charger's QR shows at a moment (2.1, C25.FR.07): from the number of the interval since 1970, by
 * HMAC-SHA-256, as letters and digits beginning at a place that the last byte tells.
 */
export function webPaymentCodeAt(
  { sharedSecret, length, validitySeconds }: WebPaymentCodes,
  at: Temporal.Instant,
): string {
  const interval = Buffer.alloc(8)
  interval.writeBigUInt64BE(BigInt(Math.floor(at.epochMilliseconds / 1000 / validitySeconds)))
  const hash = createHmac('sha256', sharedSecret).update(interval).digest()
  const offset = hash.at(-1)! & 0x0f
  let code = ''
  for (let at = 0; at < length; at++) code += letters[hash[(offset + at) % hash.length]! % letters.length]
  return code
}

/**
 * Whether somebody who opens the page of a QR has seen it on the charger just now: its code is that of this interval,
 * or of the one before or after, since clocks differ and pages load slowly (C25.FR.08, C25.FR.09).
 */
export function isWebPaymentCode(codes: WebPaymentCodes, code: string, at: Temporal.Instant): boolean {
  const given = Buffer.from(code)
  let isGood = false
  for (const step of [0, -1, 1]) {
    const right = Buffer.from(webPaymentCodeAt(codes, at.add({ seconds: step * codes.validitySeconds })))
    // All three are compared, so that the time tells nothing.
    if (right.length === given.length && timingSafeEqual(right, given)) isGood = true
  }
  return isGood
}

/** What the page may be asked to limit, as its address says it (C25.FR.59); nonsense is no limit. */
export function webPaymentLimits(query: URLSearchParams): {
  maxEnergyWh?: number
  maxSeconds?: number
  maxCost?: string
} {
  const byName = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]))
  const energy = byName.get('maxenergy') ?? ''
  const time = byName.get('maxtime') ?? ''
  const cost = byName.get('maxcost') ?? ''
  return {
    ...(/^[1-9]\d{0,8}$/.test(energy) ? { maxEnergyWh: Number(energy) } : {}),
    ...(/^[1-9]\d{0,8}$/.test(time) ? { maxSeconds: Number(time) } : {}),
    ...(/^\d{1,7}(?:\.\d{1,4})?$/.test(cost) && Number(cost) > 0 ? { maxCost: cost } : {}),
  }
}

const letters = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
