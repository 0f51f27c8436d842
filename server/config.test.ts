import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eachSetting } from './config.ts'
import { ConfigError, configWarnings, readConfig } from './read-config.ts'

describe('settings', () => {
  test('need no environment at all', () => {
    const config = readConfig({})
    assert.equal(config.http.port, 8080)
    assert.equal(config.http.host, null)
    assert.equal(config.data.databaseUrl, null)
    assert.equal(config.ocpp.autoProvision, 'off')
    assert.deepEqual(config.depot.rateLimit, {
      enabled: true,
      max: 100,
      windowSeconds: 300,
      trustProxyHops: 0,
      allowNetworks: [],
    })
    assert.deepEqual(configWarnings(config), [])
  })

  test('each is described by a sentence and its default is allowed', () => {
    for (const setting of eachSetting()) {
      assert.match(setting.description, /^[A-Z].*\.$/s, setting.variable)
      if (typeof setting.default !== 'number') continue
      assert.equal(setting.parse(String(setting.default)), setting.default, setting.variable)
    }
  })

  test('have one variable each', () => {
    const variables = [...eachSetting()].map((setting) => setting.variable)
    assert.deepEqual(variables, [...new Set(variables)])
  })

  const key = Buffer.alloc(32, 7)
  const accepted: [Record<string, string>, (config: ReturnType<typeof readConfig>) => unknown, unknown][] = [
    [{ VOLTYARD_PORT: '0' }, (config) => config.http.port, 0],
    [{ VOLTYARD_PORT: ' 9000 ' }, (config) => config.http.port, 9000],
    [{ VOLTYARD_HOST: '::' }, (config) => config.http.host, '::'],
    [{ VOLTYARD_DATA: '/srv/../srv/voltyard' }, (config) => config.data.folder, '/srv/voltyard'],
    [{ VOLTYARD_BASE_PATH: '/a/b' }, (config) => config.http.basePath, '/a/b'],
    [{ DATABASE_URL: 'postgresql://u:p@h/d' }, (config) => config.data.databaseUrl, 'postgresql://u:p@h/d'],
    [{ VOLTYARD_SEALING_KEY: key.toString('hex') }, (config) => config.data.sealingKey, key],
    [{ VOLTYARD_SEALING_KEY: key.toString('base64') }, (config) => config.data.sealingKey, key],
    [{ VOLTYARD_MESSAGES_PER_SECOND: 'off' }, (config) => config.ocpp.messagesPerSecond, null],
    [{ VOLTYARD_DEPOT_RATE_LIMIT: 'off' }, (config) => config.depot.rateLimit.enabled, false],
    [{ VOLTYARD_TRUSTED_PROXIES: '10.0.0.0/8, ::1' }, (config) => config.http.trustedProxies, ['10.0.0.0/8', '::1']],
    [{ VOLTYARD_KEEP_READINGS_DAYS: '0' }, (config) => config.retention.readingDays, 0],
    [{ PATH: '/bin', VOLTAGE: '230' }, (config) => config.http.port, 8080],
  ]
  for (const [env, read, expected] of accepted) {
    test(`${JSON.stringify(env)} is accepted`, () => assert.deepEqual(read(readConfig(env)), expected))
  }

  const refused: [Record<string, string>, string][] = [
    [{ VOLTYARD_PORT: 'eighty' }, 'VOLTYARD_PORT is "eighty"; allowed is a whole number from 0 to 65535.'],
    [{ VOLTYARD_PORT: '65536' }, 'VOLTYARD_PORT is "65536"; allowed is a whole number from 0 to 65535.'],
    [{ VOLTYARD_PORT: '1e3' }, 'VOLTYARD_PORT is "1e3"; allowed is a whole number from 0 to 65535.'],
    [{ VOLTYARD_HOST: 'nowhere' }, 'VOLTYARD_HOST is "nowhere"; allowed is an IP address or "localhost".'],
    [{ VOLTYARD_AUTO_PROVISION: 'on' }, 'VOLTYARD_AUTO_PROVISION is "on"; allowed is one of "off", "lab".'],
    [{ VOLTYARD_ASSUME_OCPP16: 'yes' }, 'VOLTYARD_ASSUME_OCPP16 is "yes"; allowed is "on" or "off".'],
    [
      { VOLTYARD_BASE_PATH: '/a/' },
      'VOLTYARD_BASE_PATH is "/a/"; allowed is a path such as "/charging", without a slash at its end.',
    ],
    [
      { VOLTYARD_TRUSTED_PROXIES: '10.0.0.0/33' },
      'VOLTYARD_TRUSTED_PROXIES is "10.0.0.0/33"; allowed is a list of addresses or networks such as "10.0.0.0/8, ::1", separated by commas.',
    ],
    [
      { VOLTYARD_MESSAGES_PER_SECOND: '0' },
      'VOLTYARD_MESSAGES_PER_SECOND is "0"; allowed is a whole number from 1 to 100000, or "off".',
    ],
    [
      { DATABASE_URL: '' },
      'DATABASE_URL is empty; allowed is an address such as "postgres://user:password@host:5432/database".',
    ],
    [{ VOLTYARD_PROT: '80' }, 'VOLTYARD_PROT is not a setting; did you mean VOLTYARD_PORT?'],
    [{ VOLTYARD_MESAGE_BURST: '80' }, 'VOLTYARD_MESAGE_BURST is not a setting; did you mean VOLTYARD_MESSAGE_BURST?'],
    [
      { VOLTYARD_FAVOURITE_COLOUR: 'red' },
      'VOLTYARD_FAVOURITE_COLOUR is not a setting, see docs/settings.md for all of them.',
    ],
    [
      { VOLTYARD_OUTBOUND_PAUSE_BYTES: '4194304' },
      'VOLTYARD_OUTBOUND_CLOSE_BYTES must be greater than VOLTYARD_OUTBOUND_PAUSE_BYTES.',
    ],
  ]
  for (const [env, fault] of refused) {
    test(`${JSON.stringify(env)} is refused`, () => assert.deepEqual(faultsOf(env), [fault]))
  }

  test('are refused all at once', () => {
    assert.equal(faultsOf({ VOLTYARD_PORT: 'x', VOLTYARD_LOG_LEVEL: 'loud', VOLTYARD_NO: '1' }).length, 3)
  })

  for (const secret of ['VOLTYARD_SEALING_KEY', 'VOLTYARD_METRICS_TOKEN', 'DATABASE_URL']) {
    test(`never show what ${secret} was`, () => {
      const [fault] = faultsOf({ [secret]: 'canary 4711' })
      assert.match(fault!, new RegExp(`^${secret} is not usable; allowed is `))
      assert.doesNotMatch(fault!, /4711/)
    })
  }

  test('from the command line win, and faults name the flag', () => {
    assert.equal(readConfig({ VOLTYARD_PORT: '1' }, { port: '2' }).http.port, 2)
    assert.deepEqual(faultsOf({}, { port: 'x' }), ['--port is "x"; allowed is a whole number from 0 to 65535.'])
  })

  test('of a lab lift the rates, except those that are set', () => {
    const lab = readConfig({ VOLTYARD_AUTO_PROVISION: 'lab', VOLTYARD_MESSAGES_PER_SECOND: '5' })
    assert.equal(lab.ocpp.messagesPerSecond, 5)
    assert.equal(lab.ocpp.connectsPerAddressPerMinute, null)
    assert.equal(lab.depot.rateLimit.enabled, false)
    assert.equal(configWarnings(lab).length, 1)
  })
})

function faultsOf(...input: Parameters<typeof readConfig>): string[] {
  try {
    readConfig(...input)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults
  }
  return []
}
