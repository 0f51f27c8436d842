import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from './errors.ts'
import { createPasswordHashes } from './password-hashes.ts'

describe('password hashes', () => {
  test('the same password has another hash each time, and both are its', async () => {
    const passwords = createPasswordHashes()
    const [one, two] = [await passwords.hash('a depot full of buses'), await passwords.hash('a depot full of buses')]
    assert.notEqual(one, two)
    assert.match(one, /^\$argon2id\$v=19\$m=47104,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    assert.equal(await passwords.verify('a depot full of buses', one), 'right')
    assert.equal(await passwords.verify('a depot full of trams', two), 'wrong')
  })

  test('a hash made with less work is right, and known to be weak', async () => {
    const former = createPasswordHashes({ memory: 64, passes: 1, parallelism: 1 })
    const hash = await former.hash('a depot full of buses')
    assert.equal(await createPasswordHashes().verify('a depot full of buses', hash), 'weak')
    assert.equal(await createPasswordHashes().verify('a depot full of trams', hash), 'wrong')
  })

  test('letters that can be typed in two ways are the same', async () => {
    const passwords = createPasswordHashes({ memory: 64, passes: 1, parallelism: 1 })
    assert.equal(await passwords.verify('Ladesa\u0308ule Nord', await passwords.hash('Lades\u00e4ule Nord')), 'right')
  })

  test('with too many waiting, the next is refused and told when to come again', async () => {
    const passwords = createPasswordHashes({ memory: 64, passes: 1, parallelism: 1 }, { atOnce: 2, mostWaiting: 3 })
    const outcomes = await Promise.allSettled(Array.from({ length: 9 }, () => passwords.hash('a depot full of buses')))
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    assert.equal(refused.length, 4)
    for (const refusal of refused) {
      assert.ok(refusal instanceof Refusal)
      assert.equal(refusal.status, 429)
      assert.ok(refusal.headers['retry-after'])
    }
    assert.match(await passwords.hash('and later it goes on'), /^\$argon2id/)
  })
})
