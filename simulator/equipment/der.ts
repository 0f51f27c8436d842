/** One element of DER: its tag, and where its content lies. */
export type DerElement = { tag: number /** With its tag and length. */; whole: Buffer; content: Buffer }

/** The elements that lie one after another in these bytes. Throws a `RangeError` for bytes that are no DER. */
export function readDer(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = []
  let rest = bytes
  while (rest.length > 0) {
    const { header, length } = readLength(rest)
    const end = header + length
    if (end > rest.length) throw new RangeError('DER ends too early')
    elements.push({ tag: rest[0]!, whole: rest.subarray(0, end), content: rest.subarray(header, end) })
    rest = rest.subarray(end)
  }
  return elements
}

/** One element of DER. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content])
}

export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts)
export const set = (...parts: readonly Uint8Array[]) => der(0x31, ...parts)
export const bitString = (bytes: Uint8Array) => der(0x03, Buffer.of(0), bytes)
export const utf8 = (text: string) => der(0x0c, Buffer.from(text, 'utf8'))
export const nothing = Buffer.of(0x05, 0x00)

/** An object identifier such as `2.5.4.3`. */
export function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...others] = text.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...others.flatMap(base128)]))
}

/** DER as PEM with this label. */
export function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

function readLength(bytes: Buffer): { header: number; length: number } {
  const first = bytes[1]
  if (first === undefined) throw new RangeError('DER ends too early')
  if (first < 0x80) return { header: 2, length: first }
  const count = first & 0x7f
  if (count === 0 || count > 4 || bytes.length < 2 + count) throw new RangeError('DER with an unreadable length')
  return { header: 2 + count, length: bytes.readUIntBE(2, count) }
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length]
  const digits: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return [0x80 | digits.length, ...digits]
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift(0x80 | (rest & 0x7f))
  return digits
}
