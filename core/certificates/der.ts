/** One value of DER: its tag, what is in it, and all of it. */
export type Der = { tag: number; content: Buffer; whole: Buffer }

/** The values that stand one after another in these bytes. Throws when they do not fill them. */
export function readDer(bytes: Uint8Array): Der[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: Der[] = []
  for (let at = 0; at < buffer.length; ) {
    const value = valueAt(buffer, at)
    values.push(value)
    at += value.whole.length
  }
  return values
}

/** The only value in these bytes. */
export function oneOf(bytes: Uint8Array): Der {
  const values = readDer(bytes)
  if (values.length !== 1) throw new Error('not one value of DER')
  return values[0]!
}

/** The parts of a sequence. */
export function partsOf(value: Der | undefined, tag = 0x30): Der[] {
  if (value?.tag !== tag) throw new Error(`not the expected value of DER: ${value?.tag}`)
  return readDer(value.content)
}

/** One value, of its parts or its bytes. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

export function oid(text: string): Buffer {
  const [first, second, ...rest] = text.split('.').map(Number)
  const bytes = [first! * 40 + second!]
  for (const arc of rest) {
    const digits = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left & 0x7f) | 0x80)
    bytes.push(...digits)
  }
  return der(0x06, Buffer.from(bytes))
}

/** A whole number that is not negative, given in hexadecimal. */
export function integer(hex: string): Buffer {
  const digits = hex.replace(/^0+(?=.)/, '')
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  return der(0x02, bytes[0]! & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes)
}

/** GeneralizedTime and UTCTime as certificates use them: UTC, to the second. */
export function timeOf({ tag, content }: Der): Temporal.Instant {
  const text = content.toString('latin1')
  const year = tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text.slice(0, 2)}` : text.slice(0, 4)
  const rest = text.slice(tag === 0x17 ? 2 : 4)
  const [, month, day, hour, minute, second] = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(rest) ?? []
  if (month === undefined || (tag !== 0x17 && tag !== 0x18)) throw new Error('not a time of DER')
  return Temporal.Instant.from(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** A number as its hexadecimal digits without leading zeros. */
export function hexOf(content: Uint8Array): string {
  return Buffer.from(content)
    .toString('hex')
    .replace(/^0+(?=.)/, '')
}

function valueAt(buffer: Buffer, at: number): Der {
  const first = buffer[at + 1]
  if (first === undefined || (buffer[at]! & 0x1f) === 0x1f) throw new Error('broken DER')
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 4 || first === 0x80 || at + 2 + lengthBytes > buffer.length) throw new Error('broken DER')
  const length = lengthBytes === 0 ? first : buffer.readUIntBE(at + 2, lengthBytes)
  const from = at + 2 + lengthBytes
  if (from + length > buffer.length) throw new Error('broken DER')
  return { tag: buffer[at]!, content: buffer.subarray(from, from + length), whole: buffer.subarray(at, from + length) }
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}
