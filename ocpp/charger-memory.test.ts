import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChargerMemories, noteRefusedToken, noteReplacement } from './charger-memory.ts'

test('more than five replacements in a minute are a clash of identities', () => {
  const memory = new ChargerMemories().of(1)
  for (const second of [0, 5, 10, 15, 20]) assert.equal(noteReplacement(memory, 5, second * 1_000), false)
  assert.equal(noteReplacement(memory, 5, 25_000), true)
  assert.equal(memory.clashUntilMs, 85_000)
})

test('a charger that reconnects now and then is none', () => {
  const memory = new ChargerMemories().of(1)
  for (let minute = 0; minute < 100; minute += 1) assert.equal(noteReplacement(memory, 5, minute * 15_000), false)
})

test('the chargers heard of longest ago are forgotten', () => {
  const memories = new ChargerMemories(2)
  memories.of(1).heartbeatSeconds = 60
  memories.of(2)
  memories.of(1)
  memories.of(3)
  assert.equal(memories.of(1).heartbeatSeconds, 60)
})

test('many refused tokens within ten minutes are noticed once, and old ones are forgotten (S17)', () => {
  const memory = new ChargerMemories().of(1)
  const noticed = Array.from({ length: 60 }, (_, n) => noteRefusedToken(memory, n * 1_000)).filter(Boolean)
  assert.equal(noticed.length, 1)
  const later = Array.from({ length: 49 }, (_, n) => noteRefusedToken(memory, 3_600_000 + n)).filter(Boolean)
  assert.equal(later.length, 0)
})
