import { Ajv } from 'ajv'
import { Decimal } from 'decimal.js'
import { type Static, Type } from 'typebox'
import type { PriceBlock } from '#core/circuits/price.ts'
import { type DurationUnit, durationIn, durationUnitOf, endOf } from '#core/prices/duration-unit.ts'
import { Refusal } from './errors.ts'
import { isoTime } from './iso-time.ts'
import { readTime } from './read-input.ts'

const Blocks = Type.Object({
  blocks: Type.Array(
    Type.Object({
      start: Type.String({ format: 'date-time', description: 'ISO 8601', examples: ['2025-02-12T00:00:00.000Z'] }),
      duration: Type.Number({
        exclusiveMinimum: 0,
        maximum: 1e9,
        description: 'In the unit by which the blocks meet, or as the server is set',
        examples: [60],
      }),
      price: Type.Number({
        exclusiveMinimum: -1e9,
        exclusiveMaximum: 1e9,
        description: 'Per kWh, in the currency of the site; may be negative',
        examples: [0.182],
      }),
    }),
    { maxItems: 40_000 },
  ),
})

/** The list stands in a member of this name whether it is text or not (depot-api 15.2). */
export const EnergyPricesBody = Type.Object(
  { PricesJsonStr: Type.Union([Blocks, Type.String({ description: 'The same as JSON text' })]) },
  { $id: 'VPPEnergyPricesBody', title: 'VPPEnergyPricesBody' },
)

export const EnergyPrices = Type.Object({ PricesJsonStr: Blocks }, { $id: 'VPPEnergyPrices', title: 'VPPEnergyPrices' })

type List = Static<typeof Blocks>

const isList = new Ajv({ strict: false, formats: { 'date-time': (text) => readTime(text) !== null } }).compile<List>(
  Blocks,
)

/** The list of a body, in whichever of its two forms. */
export function listOf({ PricesJsonStr: given }: Static<typeof EnergyPricesBody>): List {
  if (typeof given !== 'string') return given
  const list = parsed(given)
  if (!isList(list)) throw bad('is not the JSON of a list of blocks')
  return list
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw bad('is not JSON')
  }
}

function bad(what: string): Refusal {
  const pointer = '/PricesJsonStr'
  return new Refusal(400, 'invalid_body', `Member 'PricesJsonStr' ${what}.`, { pointer })
}

/** The blocks with their ends, and the unit that their durations turned out to have. */
export function readPrices(
  { blocks }: List,
  { unit, currency }: { unit: DurationUnit | 'auto'; currency: string },
): { blocks: PriceBlock[]; unit: DurationUnit } {
  if (blocks.length === 0) throw bad('has no blocks')
  const starting = blocks.map(({ start, duration, price }) => ({ start: readTime(start)!, duration, price }))
  const found = unit === 'auto' ? durationUnitOf(starting) : unit
  return {
    unit: found,
    blocks: starting.map((block) => ({
      ...{ from: block.start, to: endOf(block, found), currency, sellPrice: null },
      price: new Decimal(block.price).toDecimalPlaces(12).toFixed(),
    })),
  }
}

export function viewPrices(blocks: readonly PriceBlock[], unit: DurationUnit): Static<typeof EnergyPrices> {
  return {
    PricesJsonStr: {
      blocks: blocks.map(({ from, to, price }) => ({
        ...{ start: isoTime(from), duration: durationIn(unit, from, to), price: Number(price) },
      })),
    },
  }
}
