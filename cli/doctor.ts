import type { Finding } from '#server/doctor/finding.ts'
import type { Command } from './command.ts'
import { serverOptions } from './operate.ts'

export const doctor: Command = {
  name: 'doctor',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Say what is wrong with this installation, and what helps.',
  details: ['It works while the server runs, while it does not, and while the database is down. It changes nothing.'],
  examples: ['voltyard doctor', 'voltyard doctor --json'],
  options: { data: serverOptions.data! },
  async run(input, terminal) {
    const { diagnose } = await import('#server/doctor/diagnose.ts')
    const findings = await diagnose(terminal.env, { data: input.options.data })
    const isBad = findings.some(({ state }) => state === 'bad')
    terminal.out(input.json ? JSON.stringify({ healthy: !isBad, findings }) : show(findings))
    return isBad ? 1 : 0
  },
}

function show(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length))
  const lines = findings.flatMap(({ check, state, says, todo }) => [
    `${marks[state]}  ${check.padEnd(width)}  ${says}`,
    ...(todo === undefined ? [] : [`${' '.repeat(width + 8)}${todo}`]),
  ])
  return [...lines, '', summary(findings)].join('\n')
}

const marks = { ok: 'ok  ', info: 'note', warn: 'WARN', bad: 'BAD ' }

function summary(findings: Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length
  if (count('bad') > 0) return `${count('bad')} bad, ${count('warn')} warnings.`
  return count('warn') > 0 ? `Nothing is bad; ${count('warn')} warnings.` : 'All is well.'
}
