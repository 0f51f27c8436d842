import { readFile } from 'node:fs/promises'
import { type Command, type Input, UsageError, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const meterAdd: Command = {
  name: 'meter add',
  arguments: 'CIRCUIT',
  words: { min: 1, max: 1 },
  summary: 'Say how the load of a circuit is measured.',
  details: [
    'CIRCUIT is its number or its public id; it has one meter at a time. Without --mqtt, --modbus or --charger the meter',
    'sends by itself, with a token that is shown once. A path is such as em.0.current; "." is the message itself.',
    'FILE is JSON with table, wordOrder, and l1, l2, l3, power, each with address, type and scale, or null.',
  ],
  examples: [
    'voltyard meter add 1',
    'voltyard meter add 1 --mqtt mqtts://broker.example.com --topic site/main --l1 i.0 --l2 i.1 --l3 i.2',
    'voltyard meter add 2 --mqtt mqtt://192.168.1.9 --topic power --power . --user volt --password-file secret',
    'voltyard meter add 3 --modbus 192.168.1.20:502 --unit 1 --registers em24.json --interval 2',
    'voltyard meter add 4 --charger CP-1',
  ],
  options: {
    unmanaged: { description: 'It measures only what is not ours; without it, all that the circuit carries.' },
    interval: { value: 'SECONDS', description: 'How often it tells something; 5 when absent.' },
    mqtt: { value: 'URL', description: 'Broker, mqtts:// or mqtt://, with the port.' },
    topic: { value: 'TOPIC', description: 'One topic, without wildcards.' },
    user: { value: 'NAME', description: 'User name for the broker.' },
    'password-file': { value: 'FILE', description: 'File with the password for the broker.' },
    l1: { value: 'PATH', description: 'Where the current of L1 is in a message, in A.' },
    l2: { value: 'PATH', description: 'The same for L2.' },
    l3: { value: 'PATH', description: 'The same for L3.' },
    power: { value: 'PATH', description: 'Where the power is, in W.' },
    kilowatts: { description: 'The power is in kW.' },
    time: { value: 'PATH', description: 'Where the time of the measurement is.' },
    modbus: { value: 'HOST', description: 'Modbus TCP, with :PORT when it is not 502.' },
    unit: { value: 'N', description: 'Unit id; 1 when absent.' },
    registers: { value: 'FILE', description: 'Which registers are read.' },
    charger: { value: 'ID', description: 'The main meter of this charger.' },
    evse: { value: 'N', description: 'The meter of this EVSE of it.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { unmanaged, interval, charger, evse, tenant, 'password-file': passwordFile } = input.options
    const args = given({
      ...{ circuit: input.words[0], charger, tenant },
      source: await sourceOf(input),
      measures: unmanaged === undefined ? undefined : 'unmanaged',
      intervalSeconds: interval === undefined ? undefined : wholeNumber('--interval', interval),
      evse: evse === undefined ? undefined : wholeNumber('--evse', evse),
      password: passwordFile === undefined ? undefined : (await readText(passwordFile)).replace(/\r?\n$/, ''),
    })
    const added = (await operate({ operation: 'meter.add', args }, input, terminal)) as { id: number; token?: string }
    terminal.out(input.json ? JSON.stringify(added) : show(added))
    return 0
  },
}

function show({ id, token }: { id: number; token?: string }): string {
  const added = `Meter ${id} was added.`
  if (token === undefined) return added
  return `${added}\n  POST /meters/v1/readings\n  Authorization: Bearer ${token}   (shown only now)`
}

async function sourceOf({ options }: Input): Promise<object | undefined> {
  const { mqtt, modbus, charger } = options
  if ([mqtt, modbus, charger].filter((way) => way !== undefined).length > 1) {
    throw new UsageError('A meter is read in one way: --mqtt, --modbus or --charger.')
  }
  if (mqtt !== undefined) return mqttSource(mqtt, options)
  return modbus === undefined ? undefined : modbusSource(modbus, options)
}

function mqttSource(url: string, options: Input['options']): object {
  const { topic, user, l1 = null, l2 = null, l3 = null, power = null, time = null, kilowatts } = options
  if (topic === undefined) throw new UsageError('--topic is missing.')
  const map = { l1, l2, l3, power, at: time, ...(kilowatts === undefined ? {} : { powerUnit: 'kW' }) }
  return { kind: 'mqtt', url, topic, username: user ?? null, map }
}

async function modbusSource(place: string, { unit, registers }: Input['options']): Promise<object> {
  if (registers === undefined) throw new UsageError('--registers is missing.')
  const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(place)!
  const none = { table: 'holding', wordOrder: 'big', l1: null, l2: null, l3: null, power: null }
  return {
    kind: 'modbus',
    host,
    port: port === undefined ? 502 : Number(port),
    unit: unit === undefined ? 1 : wholeNumber('--unit', unit),
    registers: { ...none, ...parseObject(registers, await readText(registers)) },
  }
}

function parseObject(path: string, text: string): object {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read
  } catch (cause) {
    throw new UsageError(`${path} cannot be read as JSON.`, { cause })
  }
  throw new UsageError(`${path} holds no object.`)
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`${path} cannot be read.`, { cause })
  }
}
