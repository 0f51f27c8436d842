import { readdirSync, readFileSync } from 'node:fs'

/** One process, told from another that gets its number later. */
export type Process = { pid: number; started: string }

/** A process and all that descend from it; none where the system has no /proc. */
export function familyOf(root: number): Process[] {
  const all = everyProcess()
  const family = new Set([root])
  for (let before = 0; before < family.size; ) {
    before = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
  }
  return all.filter(({ pid }) => family.has(pid)).map(({ pid, started }) => ({ pid, started }))
}

export function isAlive({ pid, started }: Process): boolean {
  return everyProcess().some((one) => one.pid === pid && one.started === started && one.state !== 'Z')
}

/** Memory in kB with what processes share counted once; null where the system does not say. */
export function pssKb(processes: readonly Process[]): number | null {
  let sum = 0
  for (const { pid } of processes) {
    const line = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')
    if (line === null) return null
    sum += Number(line[1])
  }
  return processes.length === 0 ? null : sum
}

type Listed = Process & { parent: number; state: string }

function everyProcess(): Listed[] {
  return numbersIn('/proc').flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`)
    if (stat === null) return []
    // The name stands in parentheses and may contain blanks and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return [{ pid, state: fields[0]!, parent: Number(fields[1]), started: fields[19]! }]
  })
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number)
  } catch {
    return []
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
