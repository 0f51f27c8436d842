import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** A document of words, shell commands, and what these answered: each block of commands is followed by its answer. */
type Walk = (string | Step)[]

export type Step = { commands: string; answer: Answer | null }

/** Without a status it was not HTTP, or told by its words only. */
type Answer = { status: number; body: unknown }

const block = /^```sh\n(.*?)^```\n(?:\n`(\d+)`\n(?:\n```json\n(.*?)^```\n)?)?/gms
const notRun = /<!-- not run: [^\n]* -->\n$/

export function readWalk(text: string): Walk {
  const walk: Walk = []
  let end = 0
  for (const match of text.matchAll(block)) {
    const [whole, commands, status, body] = match
    const before = text.slice(end, match.index)
    end = match.index + whole.length
    if (notRun.test(before)) walk.push(before + whole)
    else {
      const answer = status === undefined ? null : { status: Number(status), body: body ? JSON.parse(body) : null }
      walk.push(before, { commands: commands!, answer })
    }
  }
  return [...walk, text.slice(end)]
}

export function writeWalk(walk: Walk): string {
  return walk.map((part) => (typeof part === 'string' ? part : stepText(part))).join('')
}

function stepText({ commands, answer }: Step): string {
  const words = `\`\`\`sh\n${commands}\`\`\`\n`
  if (!answer) return words
  const body = answer.body === null ? '' : `\n\`\`\`json\n${JSON.stringify(cut(answer.body), null, 2)}\n\`\`\`\n`
  return `${words}\n\`${answer.status}\`\n${body}`
}

const longest = 72

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.length > longest ? `${value.slice(0, longest / 2)}…` : value
  if (Array.isArray(value)) return value.map(cut)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cut(member)]))
}

/** Runs the commands in one shell, one block after the other, and gives what each of them answered. */
export async function runWalk(
  steps: readonly Step[],
  { before, env }: { before: string; env: Record<string, string> },
) {
  const mark = '\u001e'
  const curl = `curl() { command curl -w '%{stderr}%{http_code}\\n' "$@"; }`
  const parts = steps.map(({ commands }) => `printf '${mark}'; printf '${mark}' >&2\n${commands}`)
  const options = { env: { ...process.env, ...env }, maxBuffer: 16 * 1024 * 1024, timeout: 60_000 }
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', [curl, before, ...parts].join('\n')], options)
  const [said, statuses] = [stdout.split(mark).slice(1), stderr.split(mark).slice(1)]
  return steps.map((_, at) => answerOf(said[at]!.trim(), statuses[at]!.trim()))
}

function answerOf(said: string, statuses: string): Answer | null {
  const status = /(\d{3})$/.exec(statuses)?.[1]
  if (status === undefined) {
    if (said === '' && statuses === '') return null
    throw new Error(`a block of commands says ${said} ${statuses}`)
  }
  if (said === '' && status !== '204') return null
  return { status: Number(status), body: said === '' ? null : JSON.parse(said) }
}

/** The members of a value and what they are; null is whatever may be unknown. */
export function isShapedAs(one: unknown, other: unknown): boolean {
  if (one == null || other == null) return (one === undefined) === (other === undefined)
  if (Array.isArray(one) && Array.isArray(other)) {
    return (one.length === 0) === (other.length === 0) && (one.length === 0 || isShapedAs(one[0], other[0]))
  }
  if (typeof one !== 'object' || typeof other !== 'object') return typeof one === typeof other
  const [names, others] = [Object.keys(one).sort(), Object.keys(other).sort()]
  const member = (value: object, name: string) => (value as Record<string, unknown>)[name]
  return String(names) === String(others) && names.every((name) => isShapedAs(member(one, name), member(other, name)))
}
