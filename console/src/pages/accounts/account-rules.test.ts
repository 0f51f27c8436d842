import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../../../../api/console/wire/administration.ts'
import { isLastAdministrator, loginFault, nameFault } from './account-rules.ts'

const account = (id: number, of: Partial<Account>): Account => ({
  id,
  login: `person${id}`,
  name: `Person ${id}`,
  role: 'viewer',
  enabled: true,
  secondFactor: false,
  mustChangePassword: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  lastLoginAt: null,
  ...of,
})

test('the last enabled administrator is known, so that nobody locks everybody out', () => {
  const anna = account(1, { role: 'administrator' })
  const ben = account(2, { role: 'administrator', enabled: false })
  const carla = account(3, { role: 'operator' })
  assert.equal(isLastAdministrator(anna, [anna, ben, carla]), true)
  assert.equal(isLastAdministrator(ben, [anna, ben, carla]), false)
  assert.equal(isLastAdministrator(carla, [anna, ben, carla]), false)
  assert.equal(isLastAdministrator(anna, [anna, account(4, { role: 'administrator' })]), false)
})

test('a login is what people can type: an address or a word', () => {
  for (const login of ['anna', 'anna@depot.example', 'Jürgen-2', ' anna ']) assert.equal(loginFault(login), null, login)
  for (const login of ['anna b', '.anna', 'a/b', 'a"b']) assert.equal(loginFault(login), 'loginSigns', login)
  assert.equal(loginFault('  '), 'loginMissing')
  assert.equal(loginFault('x'.repeat(101)), 'loginLong')
})

test('a person has a name', () => {
  assert.equal(nameFault(' '), 'nameMissing')
  assert.equal(nameFault('x'.repeat(101)), 'nameLong')
  assert.equal(nameFault('Anna Bauer'), null)
})
