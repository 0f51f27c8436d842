import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { main } from '../../cli/main.ts'

export type Said = { exitCode: number; out: string; err: string }

/** Runs one command line in this process, with nothing of its environment. */
export async function runCommand(argv: string[], env: Record<string, string> = {}): Promise<Said> {
  let [out, err] = ['', '']
  const exitCode = await main(argv, {
    env,
    isTty: false,
    out: (text) => {
      out += `${text}\n`
    },
    err: (text) => {
      err += `${text}\n`
    },
  })
  return { exitCode, out, err }
}

export function temporaryFolder(t: Pick<TestContext, 'after'>): string {
  const path = mkdtempSync(join(tmpdir(), 'voltyard-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}
