/** A number as people type it, with a point or a comma; null when it is none, or below zero. */
export function amountOf(text: string): number | null {
  const plain = text.trim().replace(',', '.')
  return /^\d{1,12}(\.\d{1,9})?$/.test(plain) ? Number(plain) : null
}

/** What may be left out: `undefined` when it is no number. */
export function optionalAmount(text: string): number | null | undefined {
  return text.trim() === '' ? null : (amountOf(text) ?? undefined)
}

/** How a field shows a number, and nothing for none. */
export function amountText(value: number | null | undefined, factor = 1): string {
  return value === null || value === undefined ? '' : String(Math.round(value * factor * 1e6) / 1e6)
}
