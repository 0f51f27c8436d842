import assert from 'node:assert/strict'
import { test } from 'node:test'
import { curlExample, tokenUrl } from './curl-example.ts'

test('the address for tokens is that of this server, below its base path', () => {
  assert.equal(tokenUrl('https://volt.example/'), 'https://volt.example/oauth2/token')
  assert.equal(tokenUrl('https://volt.example/charging/'), 'https://volt.example/charging/oauth2/token')
})

test('the example asks for a token with these credentials and uses it', () => {
  const example = curlExample('https://volt.example/charging/', { clientId: 'c0ffee', secret: 's3-_x' })
  assert.match(example, /-u 'c0ffee:s3-_x'/)
  assert.match(example, /Bearer \$TOKEN" 'https:\/\/volt\.example\/charging\/v2\/transactions\?limit=5'/)
})
