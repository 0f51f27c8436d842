import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Reason, reasons } from '#core/dispatch/reason.ts'
import { steering as german } from '../../console/src/i18n/de/steering.ts'
import { steering as english } from '../../console/src/i18n/en/steering.ts'

// A reason without a sentence does not compile.
const sentences: Record<Reason, string>[] = [english.reason, german.reason]

test('every reason of the engine has one sentence of its own in both languages', () => {
  for (const words of sentences) {
    assert.deepEqual(Object.keys(words).sort(), [...reasons].sort())
    assert.equal(new Set(Object.values(words)).size, reasons.length)
  }
})
