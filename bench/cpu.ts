import { readdirSync, readFileSync } from 'node:fs'

/** CPU time in microseconds that a process has used; null where the system has no /proc. */
export function cpuMicros(pid: number): number | null {
  const fields = statOf(pid)
  return fields === null ? null : ticks(fields, [userTime, systemTime]) * microsPerTick
}

/** The same of a process and all its children, those that have ended included. */
export function cpuMicrosOfFamily(pid: number): number | null {
  const own = statOf(pid)
  if (own === null) return null
  let sum = ticks(own, [userTime, systemTime, endedChildrenUserTime, endedChildrenSystemTime])
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const fields = statOf(Number(entry))
    if (fields !== null && Number(fields[parent]) === pid) sum += ticks(fields, [userTime, systemTime])
  }
  return sum * microsPerTick
}

/** Resident memory in kB; null where the system has no /proc. */
export function residentKb(pid: number): number | null {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')
  return line === null ? null : Number(line[1])
}

// Indices into what follows the program's name in /proc/<pid>/stat.
const parent = 1
const userTime = 11
const systemTime = 12
const endedChildrenUserTime = 13
const endedChildrenSystemTime = 14

// Linux shows these times in hundredths of a second on every architecture that Node runs on.
const microsPerTick = 10_000

function ticks(fields: readonly string[], indices: readonly number[]): number {
  return indices.reduce((sum, index) => sum + Number(fields[index]), 0)
}

// The name stands in parentheses and may contain blanks and parentheses itself.
function statOf(pid: number): string[] | null {
  const stat = read(`/proc/${pid}/stat`)
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
