import type { Terminal } from './command.ts'

/** Tells a person now and then how far long work has come. Programs are told nothing. */
export function progressFor(terminal: Terminal, json: boolean): (at: { table: string; rows: number }) => void {
  if (json || !terminal.isTty) return () => undefined
  let told = performance.now()
  return ({ table, rows }) => {
    if (performance.now() - told < 2_000) return
    told = performance.now()
    terminal.err(`… ${table}: ${rows} rows`)
  }
}
