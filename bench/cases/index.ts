import type { Case } from '../bench.ts'
import { connectStorm } from './connect-storm.ts'
import { consoleLoad } from './console-load.ts'
import { demo } from './demo.ts'
import { depotLists } from './depot-lists.ts'
import { depotPage } from './depot-page.ts'
import { heartbeat } from './heartbeat.ts'
import { idleMemory } from './idle-memory.ts'
import { latency } from './latency.ts'
import { limitOnWire } from './limit-on-wire.ts'
import { liveDelay } from './live-delay.ts'
import { meterValues } from './meter-values.ts'
import { serverStart } from './server-start.ts'
import { sessions16 } from './sessions-16.ts'
import { sessions201 } from './sessions-201.ts'
import { status } from './status.ts'
import { vdv261 } from './vdv261.ts'

/** In the order in which they run. */
export const cases: readonly Case[] = [
  heartbeat,
  meterValues,
  status,
  sessions16,
  sessions201,
  latency,
  connectStorm,
  idleMemory,
  depotPage,
  serverStart,
  consoleLoad,
  liveDelay,
  limitOnWire,
  demo,
  depotLists,
  vdv261,
]
