export type LogKind = 'diagnostics' | 'security'

type Entry = { atMs: number; kind: LogKind; text: string }

export type Logbook = ReturnType<typeof createLogbook>

/** What a charger notes of itself; the oldest notes are forgotten. */
export function createLogbook() {
  const entries: Entry[] = []
  return {
    note(kind: LogKind, atMs: number, text: string): void {
      entries.push({ kind, atMs, text })
      if (entries.length > mostEntries) entries.shift()
    },
    /**
     * The log of a time as text, one line each: what was noted, and, of the hardware, a measurement every quarter of an
     * hour, as if it had always run.
     */
    text({ kind, fromMs, toMs, stamp }: LogRange): string {
      const noted = entries.filter((one) => one.kind === kind && one.atMs >= fromMs && one.atMs <= toMs)
      const all = kind === 'diagnostics' ? [...noted, ...measurements(fromMs, toMs)] : noted
      all.sort((a, b) => a.atMs - b.atMs)
      return all.map(({ atMs, text }) => `${stamp(atMs)} ${text}\n`).join('')
    },
  }
}

export type LogRange = { kind: LogKind; fromMs: number; toMs: number; stamp(atMs: number): string }

function measurements(fromMs: number, toMs: number): Entry[] {
  const first = Math.max(Math.ceil(fromMs / everyMs), Math.floor(toMs / everyMs) - mostMeasurements)
  const count = Math.max(0, Math.floor(toMs / everyMs) - first + 1)
  return Array.from({ length: count }, (_, index) => {
    const atMs = (first + index) * everyMs
    const hour = (atMs / 3_600_000) % 24
    const celsius = (22 + 8 * Math.sin(((hour - 9) / 12) * Math.PI)).toFixed(1)
    return { atMs, kind: 'diagnostics' as const, text: `info  supply L1=230.1V L2=229.8V L3=230.4V case=${celsius}C` }
  })
}

const mostEntries = 2_000
const mostMeasurements = 1_000
const everyMs = 900_000
