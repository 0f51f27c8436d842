import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dispatch } from '#core/dispatch/dispatch.ts'
import type { Dispatch } from '#core/dispatch/grant.ts'
import { printCase } from './options.ts'
import { drawing, randomLineSite, randomPolicy, randomSite, type Site } from './random-site.ts'

const rounds = 1_000
type Recorded = Site & { result: Dispatch }

/** B5: recorded rounds run again in another process, from their JSON, give the same grants bit for bit (smart-charging 10.5). */
export function replay(): void {
  const folder = mkdtempSync(join(tmpdir(), 'voltyard-replay-'))
  const path = join(folder, 'rounds.json')
  try {
    writeFileSync(path, JSON.stringify(record()))
    const main = join(import.meta.dirname, '../main.ts')
    const answer = execFileSync(process.execPath, [main, 'smart-charging', '--replayed', path], { encoding: 'utf8' })
    printCase({ benchmark: 'replay', ...JSON.parse(answer) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function record(): Recorded[] {
  const draw = drawing(11)
  return Array.from({ length: rounds }, (_, round) => {
    const policy = randomPolicy(draw)
    const sessions = Math.floor(80 * draw())
    const site =
      round % 3 === 0 ? randomLineSite(draw, sessions, 2, policy) : randomSite(draw, sessions, [2, 3], policy)
    return { ...site, result: dispatch(site.rows, site.demands, site.policy) }
  })
}

/** The other process: says how many rounds it ran and how many came out differently. */
export function replayRecorded(path: string): number {
  const recorded: Recorded[] = JSON.parse(readFileSync(path, 'utf8'))
  const different = recorded.filter(({ rows, demands, policy, result }) => {
    return JSON.stringify(dispatch(rows, demands, policy)) !== JSON.stringify(result)
  }).length
  process.stdout.write(JSON.stringify({ rounds: recorded.length, different }))
  return different === 0 ? 0 : 1
}
