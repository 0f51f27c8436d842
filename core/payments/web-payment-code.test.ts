import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { isWebPaymentCode, webPaymentCodeAt, webPaymentLimits } from './web-payment-code.ts'

const codes = { sharedSecret: 'a secret of the charger', length: 20, validitySeconds: 30 }
const at = (text: string) => Temporal.Instant.from(text)

test('C25.FR.07: a code is letters and digits of the length that was set, and the same within its interval', () => {
  const code = webPaymentCodeAt(codes, at('2027-03-01T12:00:00Z'))
  assert.match(code, /^[0-9a-zA-Z]{20}$/)
  assert.equal(webPaymentCodeAt(codes, at('2027-03-01T12:00:29.999Z')), code)
  assert.notEqual(webPaymentCodeAt(codes, at('2027-03-01T12:00:30Z')), code)
  assert.notEqual(webPaymentCodeAt({ ...codes, sharedSecret: 'another secret' }, at('2027-03-01T12:00:00Z')), code)
})

test('C25.FR.07: the code comes of the hash of the interval, from the place that its last byte tells', () => {
  const interval = Buffer.alloc(8)
  interval.writeUInt32BE(at('2027-03-01T12:00:00Z').epochMilliseconds / 30_000, 4)
  const hash = createHmac('sha256', codes.sharedSecret).update(interval).digest()
  const alphabet = [...'0123456789', ...'abcdefghijklmnopqrstuvwxyz', ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const first = hash[31]! % 16
  const expected = Array.from({ length: 20 }, (_, i) => alphabet[hash[(first + i) % 32]! % 62]).join('')
  assert.equal(webPaymentCodeAt(codes, at('2027-03-01T12:00:00Z')), expected)
})

test('C25.FR.08, C25.FR.09: the code of the interval before and after is good as well, and no other', () => {
  const code = webPaymentCodeAt(codes, at('2027-03-01T12:00:00Z'))
  const isGoodAt = (text: string) => isWebPaymentCode(codes, code, at(text))
  assert.equal(isGoodAt('2027-03-01T11:59:29Z'), false)
  assert.equal(isGoodAt('2027-03-01T11:59:30Z'), true)
  assert.equal(isGoodAt('2027-03-01T12:00:10Z'), true)
  assert.equal(isGoodAt('2027-03-01T12:00:59Z'), true)
  assert.equal(isGoodAt('2027-03-01T12:01:00Z'), false)
  for (const wrong of ['', code.slice(1), `${code}0`, code.toUpperCase(), 'ü'.repeat(20)]) {
    if (wrong !== code) assert.equal(isWebPaymentCode(codes, wrong, at('2027-03-01T12:00:00Z')), false, wrong)
  }
})

test('C25.FR.59: the limits of a QR are read whatever the case of their names, and nonsense is no limit', () => {
  const limits = (query: string) => webPaymentLimits(new URLSearchParams(query))
  assert.deepEqual(limits('maxenergy=20000&maxTime=3600&MAXCOST=12.50'), {
    ...{ maxEnergyWh: 20_000, maxSeconds: 3_600, maxCost: '12.50' },
  })
  assert.deepEqual(limits('maxenergy=-1&maxtime=1e9&maxcost=0'), {})
  assert.deepEqual(limits('maxenergy=abc&maxcost=12,50&totp=x'), {})
})
