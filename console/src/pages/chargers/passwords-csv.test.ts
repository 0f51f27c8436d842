import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordsCsv } from './passwords-csv.ts'

test('the table of passwords survives quotes, identities are no formulas, passwords are exact', () => {
  assert.equal(
    passwordsCsv([
      { identity: 'CP-1', password: 'a"b,c' },
      { identity: '=1+1', password: '-x' },
    ]),
    'identity,password\r\n"CP-1","a""b,c"\r\n"\'=1+1","-x"\r\n',
  )
})
