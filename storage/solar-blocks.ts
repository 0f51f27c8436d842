import type { SolarBlock } from '#core/planner/feeds/solar.ts'
import type { BlockTable } from './site-blocks.ts'

export const solarBlocks: BlockTable<SolarBlock, 'solar_block'> = {
  name: 'solar_block',
  columns: [{ name: 'power_w', type: 'float8', of: ({ powerW }) => powerW }],
  blockFrom: ({ from_at, to_at, power_w }) => ({ from: from_at, to: to_at, powerW: power_w }),
}
