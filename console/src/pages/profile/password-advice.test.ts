import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordFault, passwordStrength, strengths } from './password-advice.ts'

const fault = (wanted: string) => passwordFault(wanted, { current: 'the present one', login: 'anna@depot.example' })

test('a password that the server would refuse is refused while it is typed', () => {
  assert.equal(fault('elevenchars'), 'short')
  assert.equal(fault('x'.repeat(1_001)), 'long')
  assert.equal(fault('the present one'), 'same')
  assert.equal(fault('Anna@Depot.example'), 'login')
  assert.equal(fault('abababababababab'), 'easy')
  assert.equal(fault('copper lamp seven boats'), null)
})

test('twelve characters are counted as a person counts them', () => {
  assert.equal(fault('😀😃😄😁😆😅'), 'short')
})

test('longer and richer passwords are never called weaker', () => {
  const rising = ['elevenchars', 'aaabbbcccddde', 'copperlampse', 'copper lamp seven', 'copper lamp seven boats under']
  const ranks = rising.map((password) => strengths.indexOf(passwordStrength(password)))
  assert.deepEqual(
    ranks,
    ranks.toSorted((a, b) => a - b),
  )
  assert.equal(passwordStrength('elevenchars'), 'none')
  assert.equal(passwordStrength('aaabbbcccddde'), 'weak')
  assert.equal(passwordStrength('copper lamp seven boats under'), 'strong')
})
