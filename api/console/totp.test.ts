import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { base32, codeOfStep, stepOfCode, totpUri } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

// RFC 6238 appendix B, the rows of SHA-1.
const vectors: [seconds: number, code: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
]

describe('one-time codes', () => {
  for (const [seconds, code] of vectors) {
    test(`at ${seconds} s the code is ${code}`, () => {
      assert.equal(codeOfStep(secret, Math.floor(seconds / 30), 8), code)
      const now = Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
      assert.equal(stepOfCode(secret, code.slice(2), now), Math.floor(seconds / 30))
    })
  }

  test('a code is known one step before and after its own, and no further', () => {
    const step = 1_000
    const code = codeOfStep(secret, step)
    const at = (steps: number) => Temporal.Instant.fromEpochMilliseconds((step + steps) * 30_000)
    assert.deepEqual(
      [-2, -1, 0, 1, 2].map((steps) => stepOfCode(secret, code, at(steps))),
      [null, step, step, step, null],
    )
    assert.equal(stepOfCode(secret, '12345', at(0)), null)
  })

  test('an authenticator gets the secret as text of RFC 4648', () => {
    assert.equal(base32(Buffer.from('foobar')), 'MZXW6YTBOI')
    assert.equal(base32(secret), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    assert.match(totpUri(secret, 'anna@depot'), /^otpauth:\/\/totp\/Voltyard%3Aanna%40depot\?secret=GEZDG/)
  })
})
