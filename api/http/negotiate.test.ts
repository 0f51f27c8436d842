import assert from 'node:assert/strict'
import { test } from 'node:test'
import { negotiate } from './negotiate.ts'

const json = 'application/json'
const jsonApi = 'application/vnd.api+json'

const cases: [accept: string | undefined, expected: string | null][] = [
  [undefined, json],
  ['', json],
  ['*/*', json],
  ['application/*', json],
  ['application/json', json],
  ['Application/JSON; charset=utf-8', json],
  ['text/html, */*;q=0.1', json],
  [jsonApi, jsonApi],
  [`${jsonApi}, */*;q=0.8`, jsonApi],
  [`application/json;q=0.5, ${jsonApi}`, jsonApi],
  [`${jsonApi}, application/json`, json],
  ['text/html', null],
  ['application/json;q=0', null],
  ['application/json;q=0, */*', null],
  ['application/xml', null],
]

for (const [accept, expected] of cases) {
  test(`Accept: ${accept} is answered with ${expected}`, () => {
    assert.equal(negotiate(accept, [json, jsonApi]), expected)
  })
}
