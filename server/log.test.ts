import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createLog } from './log.ts'

const canary = 'canary-4711'

const secretMembers = [
  'authorization',
  'Authorization',
  'proxy-authorization',
  'password',
  'newPassword',
  'basicAuthPassword',
  'AuthorizationKey',
  'secret',
  'client_secret',
  'token',
  'tokenUid',
  'accessToken',
  'idTag',
  'parentIdTag',
  'idToken',
  'uid',
  'uids',
  'vin',
  'VIN',
  'cookie',
  'set-cookie',
  'key',
  'sealingKey',
  'api_key',
  'emaid',
  'visualNumber',
]

describe('the log', () => {
  for (const name of secretMembers) {
    test(`never shows ${name}`, () => {
      const lines = logged((log) => {
        log.info({ [name]: canary }, 'direct')
        log.warn({ charger: { [name]: canary } }, 'in a member')
        log.error({ request: { headers: { [name]: canary } } }, 'in a member of a member')
        log.info({ all: [{ [name]: [canary] }] }, 'in a list')
        log.child({ [name]: canary }).info({}, 'bound')
        log
          .child({ chargerId: 1 })
          .child({ person: { [name]: canary } })
          .info({}, 'bound twice')
        log.error({ err: Object.assign(new Error('no'), { [name]: canary }) }, 'on an error')
        log.error(
          { err: new Error('no', { cause: Object.assign(new Error('why'), { [name]: canary }) }) },
          'on a cause',
        )
        log.error(Object.assign(new Error('no'), { [name]: canary }), 'as an error')
      })
      assert.equal(lines.length, 9)
      assert.doesNotMatch(lines.join('\n'), /canary/)
    })
  }

  const addresses = [
    'connect to postgres://voltyard:canary@db:5432/voltyard failed',
    'postgres://voltyard:p@canary/@db/voltyard',
    'https://u:canary@example.com/hook',
    'postgres://db/voltyard?user=v&password=canary',
  ]
  for (const text of addresses) {
    test(`hides the password of ${text}`, () => {
      const lines = logged((log) => {
        log.error({ err: new Error(text) }, 'failed')
        log.error({ err: new AggregateError([new Error(text)], text) }, 'failed')
        log.error({ err: new Error('x', { cause: new Error(text) }) }, 'failed')
        log.info({ place: text }, 'text')
        log.info({}, text)
        log.info(text)
        log.error(new Error(text))
        log.error({ err: new Error(text) })
      })
      assert.doesNotMatch(lines.join('\n'), /canary/)
    })
  }

  test('keeps what is no secret', () => {
    const [line] = logged((log) => log.info({ chargerId: 7, tokens: 12, evse: { uidless: true } }, 'charger seen'))
    const { time, ...event } = JSON.parse(line!)
    assert.match(time, /^\d{4}-.*Z$/)
    assert.deepEqual(event, { level: 'info', chargerId: 7, tokens: 12, evse: { uidless: true }, msg: 'charger seen' })
  })

  test('does not change what it is given', () => {
    const event = { password: canary }
    logged((log) => log.info(event, 'x'))
    assert.equal(event.password, canary)
  })

  test('survives an event that contains itself', () => {
    const event: Record<string, unknown> = {}
    event.self = event
    assert.equal(logged((log) => log.info(event, 'x')).length, 1)
  })

  test('shows an error with its message, code, stack and cause', () => {
    const error = Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 'E1' })
    const { err } = JSON.parse(logged((log) => log.error({ err: error }, 'failed'))[0]!)
    assert.equal(err.code, 'E1')
    assert.match(err.message, /outer/)
    assert.match(err.stack, /log\.test\.ts/)
    assert.equal(err.cause.message, 'inner')
  })
})

function logged(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = []
  write(createLog({ level: 'info' }, { write: (line) => lines.push(line) }))
  return lines
}
