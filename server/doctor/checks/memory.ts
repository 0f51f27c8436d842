import { freemem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import { type Check, info, ok, warn } from '../finding.ts'

export const memory: Check = {
  name: 'memory',
  async look({ server }) {
    const limitMb = Math.round((process.constrainedMemory() || Number.POSITIVE_INFINITY) / megabyte)
    const freeMb = Math.round(freemem() / megabyte)
    const heapMb = Math.round(getHeapStatistics().heap_size_limit / megabyte)
    const used = server === 'this' ? `, ${Math.round(process.memoryUsage().rss / megabyte)} MB used by the server` : ''
    const says = `${freeMb} MB of memory are free${used}; Node may use ${heapMb} MB.`
    if (freeMb < 256) return [warn(says, 'Give the machine more memory, or stop what else runs on it.')]
    if (limitMb < heapMb) {
      return [warn(`${says} The system allows only ${limitMb} MB.`, 'Raise the limit of the container or service.')]
    }
    return [server === 'this' ? ok(says) : info(says)]
  },
}

const megabyte = 1024 * 1024
