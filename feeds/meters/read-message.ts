import type { MeterFields } from '#core/circuits/meter.ts'
import type { MeterValues } from './reader.ts'

/** A message that is no reading; the text says why, and nothing of what was in it. */
export class WrongMessage extends Error {
  override name = 'WrongMessage'
}

/** What a message tells by the fields that were named. Throws `WrongMessage`. */
export function readMessage(payload: Buffer, map: MeterFields): MeterValues {
  if (payload.length > mostBytes) throw new WrongMessage('the message is too long')
  const body = parse(payload.toString('utf8'))
  const number = (path: string | null, name: string) => (path === null ? null : numberAt(body, path, name))
  const power = number(map.power, 'power')
  return {
    at: map.at === null ? null : instantAt(body, map.at),
    amps: { L1: number(map.l1, 'l1'), L2: number(map.l2, 'l2'), L3: number(map.l3, 'l3') },
    powerW: power === null ? null : power * (map.powerUnit === 'kW' ? 1000 : 1),
  }
}

const mostBytes = 64 * 1024

/** JSON, or a number by itself in the way that people write one. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const plain = text.trim()
    if (/^[+-]?\d+(\.\d+)?$/.test(plain)) return Number(plain)
    throw new WrongMessage('the message is neither JSON nor a number')
  }
}

function numberAt(body: unknown, path: string, name: string): number {
  const found = valueAt(body, path)
  const value = typeof found === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(found) ? Number(found) : found
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e9) return value
  throw new WrongMessage(found === undefined ? `${name} is not in the message` : `${name} is no number`)
}

/** ISO text, or seconds or milliseconds since 1970. */
function instantAt(body: unknown, path: string): Temporal.Instant {
  const found = valueAt(body, path)
  try {
    if (typeof found === 'string') return Temporal.Instant.from(found)
    if (typeof found === 'number')
      return Temporal.Instant.fromEpochMilliseconds(Math.round(found > 1e11 ? found : found * 1000))
  } catch {
    // Said below.
  }
  throw new WrongMessage(found === undefined ? 'the time is not in the message' : 'the time is no time')
}

function valueAt(body: unknown, path: string): unknown {
  if (path === '.') return body
  let value = body
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}
