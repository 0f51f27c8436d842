import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { changeOf, formOf, isPrice } from './settings-form.ts'

const settings: SiteDetail['settings'] = {
  policy: 'laxity',
  ...{ usualStayHours: 8.5, usualNeedWh: 20_500, leaseSeconds: 900, rampWPerMinute: 50_000 },
  ...{
    stopsDisobedient: true,
    usualPrice: '0.2150',
    peakPrice: null,
    billingPeriod: 'month',
    blockMinutes: 15,
    departureBufferMinutes: 30,
  },
}

test('settings that are opened and saved unchanged stay what they were, prices to the digit', () => {
  const row = { name: 'Depot', timeZone: 'Europe/Berlin', currency: 'EUR' } as SiteDetail['row']
  assert.deepEqual(changeOf(formOf({ row, settings })), { ...row, settings })
  const open = { ...settings, rampWPerMinute: null, blockMinutes: null, usualPrice: null }
  assert.deepEqual(changeOf(formOf({ row: { ...row, currency: null }, settings: open })).settings, open)
})

test('a price may be below zero, may be missing, and is a number', () => {
  assert.deepEqual(['', '0,25', '-0.01', 'free', '1.'].map(isPrice), [true, true, true, false, false])
})
