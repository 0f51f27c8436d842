import type { ModbusRegister, ModbusRegisters } from '#core/circuits/meter.ts'

/** How many registers of 16 bits hold a value. */
export function wordsOf(type: ModbusRegister['type']): 1 | 2 {
  return type.endsWith('16') ? 1 : 2
}

/** The value in A or W. A RangeError when the meter says that it knows none. */
export function decodeRegister(
  words: ArrayLike<number>,
  { type, scale }: ModbusRegister,
  wordOrder: ModbusRegisters['wordOrder'],
): number {
  const bytes = new DataView(new ArrayBuffer(4))
  const inOrder = Array.from(words)
  if (wordOrder === 'little') inOrder.reverse()
  for (const [i, word] of inOrder.entries()) bytes.setUint16(2 * i, word)
  const value = reads[type](bytes) * scale
  if (!Number.isFinite(value) || Math.abs(value) >= 1e9) throw new RangeError('a register holds no number')
  return value
}

const reads: Record<ModbusRegister['type'], (bytes: DataView) => number> = {
  int16: (bytes) => bytes.getInt16(0),
  uint16: (bytes) => bytes.getUint16(0),
  int32: (bytes) => bytes.getInt32(0),
  uint32: (bytes) => bytes.getUint32(0),
  float32: (bytes) => bytes.getFloat32(0),
}
