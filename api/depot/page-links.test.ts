import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageLinks } from './page-links.ts'

const links = (url: string, page: number, more: boolean) =>
  pageLinks({ url, routeUrl: '/v2/transactions' }, { page, more })

test('the first of several pages leads to the next', () => {
  assert.equal(
    links('/v2/transactions', 1, true),
    '</v2/transactions?page=1>; rel="first", </v2/transactions?page=2>; rel="next"',
  )
})

test('the last page leads back only', () => {
  assert.equal(
    links('/v2/transactions/?page=3&limit=5', 3, false),
    '</v2/transactions?page=1&limit=5>; rel="first", </v2/transactions?page=2&limit=5>; rel="prev"',
  )
})

test('the links of a list of one connector lead back to it', () => {
  const request = {
    url: '/v1/reservations/chargers/DE*1%7C2%3E/connectors/1?limit=1',
    routeUrl: '/v1/reservations/chargers/:chargerId/connectors/:connectorId',
    params: { chargerId: 'DE*1|2>', connectorId: 1 },
  }
  assert.equal(
    pageLinks(request, { page: 1, more: false }),
    '</v1/reservations/chargers/DE*1%7C2%3E/connectors/1?limit=1&page=1>; rel="first"',
  )
})

test('links keep the other parameters and are safe in a header', () => {
  assert.equal(
    links('/v2/transactions?chargerId=%3E%0D%0A%C3%A4&from=2025-01-01T00:00+01:00', 1, false),
    '</v2/transactions?chargerId=%3E%0D%0A%C3%A4&from=2025-01-01T00%3A00+01%3A00&page=1>; rel="first"',
  )
})
