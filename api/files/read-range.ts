export type Range = { from: number; to: number; isPart: boolean }

/**
 * The bytes that a Range header asks for, `to` not being one of them; null when there are none such. What is no range of
 * bytes, or several of them, is not understood: then it is the whole file (RFC 9110).
 */
export function readRange(header: string | undefined, size: number): Range | null {
  const whole = { from: 0, to: size, isPart: false }
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '')
  if (!found) return whole
  const [, first = '', last = ''] = found
  if (first === '') {
    if (last === '') return whole
    const from = Math.max(0, size - Number(last))
    return Number(last) === 0 ? null : { from, to: size, isPart: true }
  }
  if (last !== '' && Number(last) < Number(first)) return whole
  const to = last === '' ? size : Math.min(size, Number(last) + 1)
  return Number(first) >= size ? null : { from: Number(first), to, isPart: true }
}
