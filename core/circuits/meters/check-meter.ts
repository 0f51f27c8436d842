import { Problem } from '../../errors.ts'
import type { MeterFields, MeterSource, ModbusRegister, NewMeter } from '../meter.ts'

/** Refuses a meter that could never tell anything, or that would tell of more than one place. */
export function refuseFaultyMeter({ intervalSeconds, source }: NewMeter, password: string | null): void {
  if (!isWhole(intervalSeconds, 1, 3600)) fail('intervalSeconds', 'A meter tells something every 1 to 3600 seconds.')
  if (password !== null && source.kind !== 'mqtt') fail('password', 'Only an MQTT broker is shown a password.')
  if (password !== null && (password === '' || password.length > 1000))
    fail('password', 'A password has 1 to 1000 characters.')
  checks[source.kind](source as never)
}

const checks: { [K in MeterSource['kind']]: (source: Extract<MeterSource, { kind: K }>) => void } = {
  push: () => undefined,
  ocpp: ({ evse }) => {
    if (!isWhole(evse, 0, 999)) fail('evse', 'An EVSE is a number from 0 (the main meter) to 999.')
  },
  mqtt: ({ url, topic, username, map }) => {
    const at = URL.parse(url)
    if (!at || !['mqtt:', 'mqtts:'].includes(at.protocol) || at.hostname === '') {
      fail('url', 'The address of a broker is such as mqtts://broker.example.com:8883.')
    }
    if (at!.username !== '' || at!.password !== '')
      fail('url', 'Name and password are given by themselves, not in the address.')
    if ((at!.pathname !== '' && at!.pathname !== '/') || at!.search !== '' || at!.hash !== '' || url.length > 300) {
      fail('url', 'The address of a broker ends with its port.')
    }
    if (topic === '' || topic.length > 500 || /[\0]/.test(topic)) fail('topic', 'A topic has 1 to 500 characters.')
    if (/[+#]/.test(topic) || topic.startsWith('$'))
      fail('topic', 'A meter has one topic: no + or #, and none that begins with $.')
    if (username !== null && (username === '' || username.length > 200))
      fail('username', 'A user name has 1 to 200 characters.')
    refuseFaultyFields(map)
  },
  modbus: ({ host, port, unit, registers }) => {
    if (!/^[A-Za-z0-9._:-]{1,253}$/.test(host)) fail('host', 'A host is a name or an IP address.')
    if (!isWhole(port, 1, 65_535)) fail('port', 'A port is a number from 1 to 65535.')
    if (!isWhole(unit, 0, 255)) fail('unit', 'A unit is a number from 0 to 255.')
    const told = [registers.l1, registers.l2, registers.l3, registers.power].filter((register) => register !== null)
    if (told.length === 0) fail('registers', 'At least one register has to be named.')
    for (const register of told) refuseFaultyRegister(register)
  },
}

function refuseFaultyFields({ l1, l2, l3, power, at }: MeterFields): void {
  if ([l1, l2, l3, power].every((path) => path === null))
    fail('map', 'At least one of l1, l2, l3 and power has to be named.')
  for (const path of [l1, l2, l3, power, at]) {
    if (path !== null && (path === '' || path.length > 200))
      fail('map', 'A path has 1 to 200 characters, such as emeter.0.current.')
  }
}

function refuseFaultyRegister({ address, type, scale }: ModbusRegister): void {
  if (!isWhole(address, 0, type.endsWith('16') ? 65_535 : 65_534))
    fail('registers', 'An address is a number from 0 to 65535.')
  if (!Number.isFinite(scale) || scale === 0) fail('registers', 'A scale is a number other than 0.')
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}

function fail(subject: string, message: string): never {
  throw new Problem('invalid_value', message, { subject })
}
