import pg from 'pg'

/** How values arrive: 64-bit integers as checked numbers, instants as Temporal, numeric as decimal text. */
export const valueTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format)
  },
} as pg.CustomTypesConfig

const parsers = new Map<number, (text: string) => unknown>([
  [20, safeInteger],
  [1184, (text) => Temporal.Instant.from(text)],
  [1115, (text) => text],
  [1082, (text) => text],
])

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the integers that JavaScript holds exactly`)
  return value
}
