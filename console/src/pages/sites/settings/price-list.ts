import type { Prices } from '../../../../../api/console/wire/site-prices.ts'

export type PriceFault = { line: number; why: 'columns' | 'time' | 'price' }

/**
 * Reads prices that people paste, one block a line: from, to, price and perhaps what energy sold fetches, parted by
 * semicolons or tabs, or else by commas. Times are ISO 8601; without a zone they are the browser's.
 */
export function readPrices(text: string, currency: string): { items: Prices['items']; faults: PriceFault[] } {
  const items: Prices['items'] = []
  const faults: PriceFault[] = []
  for (const [place, whole] of text.split(/\r?\n/).entries()) {
    if (whole.trim() === '') continue
    const parts = whole.split(/[;\t]/.test(whole) ? /[;\t]/ : ',').map((one) => one.trim())
    const [from = '', to = '', price = '', sell = ''] = parts
    const isHead = items.length === 0 && faults.length === 0 && /^[a-z_ ]+$/i.test(from)
    if (isHead) continue
    const line = place + 1
    const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
    if (price === '') faults.push({ line, why: 'columns' })
    else if (Number.isNaN(fromMs) || Number.isNaN(toMs) || toMs <= fromMs) faults.push({ line, why: 'time' })
    else if (!isDecimal(price) || (sell !== '' && !isDecimal(sell))) faults.push({ line, why: 'price' })
    else
      items.push({
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
        price: price.replace(',', '.'),
        sellPrice: sell === '' ? null : sell.replace(',', '.'),
        currency,
      })
  }
  return { items, faults }
}

function isDecimal(text: string): boolean {
  return /^-?\d{1,9}([.,]\d{1,9})?$/.test(text)
}
