import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import { settings } from '#server/config.ts'
import { settings as settingsInGerman } from '../../console/src/i18n/de/settings.ts'
import { settings as settingsInEnglish } from '../../console/src/i18n/en/settings.ts'
import { inGerman } from '../../console/src/i18n/in-german.ts'

const root = join(import.meta.dirname, '../..')

/** Where the sentences are that the console shows as the server says them. */
const spoken = [
  'feeds/{openadr,weather}/*.ts',
  'core/{limit-feeds,import,vdv463}/*.ts',
  'core/authorization/card.ts',
  'core/chargers/add-charger.ts',
  'core/circuits/write-limits.ts',
  'core/departures/{describe-vehicle,write-requests}.ts',
  'core/prices/write-prices.ts',
  'api/console/take-csv.ts',
  'api/http/read-csv.ts',
  'api/vdv463/tell-presystem.ts',
  'server/egress.ts',
]

test('what the server says of files and of links to others has a German sentence', () => {
  const files = globSync(spoken, { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  const sentences = files.flatMap((file) => sentencesOf(file).map((readings) => ({ file, readings })))
  assert.ok(sentences.length > 100, `only ${sentences.length} sentences were found`)
  const without = sentences.filter(({ readings }) => readings.every((one) => inGerman(one) === one))
  assert.deepEqual(
    without.map(({ file, readings: [said] }) => `${file}: ${said}`),
    [],
  )
})

test('every group of settings has a title in both languages', () => {
  const groups = Object.keys(settings).filter((group) => group !== 'retention')
  for (const { server } of [settingsInEnglish, settingsInGerman]) {
    assert.deepEqual(Object.keys(server.group).toSorted(), groups.toSorted())
  }
})

/** The sentences of a file, each as it reads with one or the other thing in its gaps. */
function sentencesOf(file: string): string[][] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const parts = partsOfSentences(source)
  const found: string[][] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isSaid(node, node.text)) found.push([node.text])
    if (ts.isTemplateExpression(node)) {
      const readings = readingsOf(node, parts)
      if (isSaid(node, readings[0]!)) found.push(readings)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const fillings = ['7', ' (line 7)', 'A note']

function readingsOf({ head, templateSpans }: ts.TemplateExpression, parts: Map<string, string>): string[] {
  let readings = [head.text]
  for (const { expression, literal } of templateSpans) {
    const part = parts.get(expression.getText())
    const filled = part === undefined ? fillings : [part]
    readings = readings.flatMap((begun) => filled.map((filling) => begun + filling + literal.text))
  }
  return readings
}

/** Texts with a name, such as the beginning of several sentences. */
function partsOfSentences(source: ts.SourceFile): Map<string, string> {
  const parts = new Map<string, string>()
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
      parts.set(node.name.getText(), node.initializer.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return parts
}

/** Whole sentences end with a full stop; those of feeds and reasons are known by where they stand. */
function isSaid(node: ts.Expression, text: string): boolean {
  if (!/\p{L}.* \p{L}/u.test(text)) return false
  return text.endsWith('.') || isReason(node.parent)
}

function isReason(around: ts.Node): boolean {
  if (ts.isConditionalExpression(around)) return isReason(around.parent)
  if (ts.isNewExpression(around)) return around.expression.getText() === 'FeedFailed'
  if (ts.isCallExpression(around)) return around.expression.getText() === 'failed'
  if (ts.isVariableDeclaration(around)) return around.name.getText() === 'message'
  return ts.isPropertyAssignment(around) && ['message', 'reason', 'why'].includes(around.name.getText())
}
