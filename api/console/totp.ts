import { createHmac, timingSafeEqual } from 'node:crypto'

/*
 * One-time codes by time: RFC 6238 with SHA-1, steps of 30 s and six digits, which is what every authenticator speaks.
 */

const stepSeconds = 30

/** The step whose code this is: that of now, the one before or the one after; null when it is none of them. */
export function stepOfCode(secret: Buffer, code: string, now: Temporal.Instant): number | null {
  const current = Math.floor(now.epochMilliseconds / 1000 / stepSeconds)
  const given = Buffer.from(code)
  const steps = [current, current - 1, current + 1].filter((step) => {
    const wanted = Buffer.from(codeOfStep(secret, step))
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  })
  return steps[0] ?? null
}

/** RFC 4226 5.3. */
export function codeOfStep(secret: Buffer, step: number, digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac[19]! & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** RFC 4648, without padding. */
export function base32(bytes: Buffer): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** What an authenticator reads from a QR code. */
export function totpUri(secret: Buffer, login: string): string {
  const label = encodeURIComponent(`Voltyard:${login}`)
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=Voltyard&algorithm=SHA1&digits=6&period=${stepSeconds}`
}
