import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Ender, endingOf } from './ending.ts'
import type { SessionState } from './session.ts'

const reasons: [reason: string, by: Ender][] = [
  // OCPP 1.6
  ['DeAuthorized', 'server'],
  ['EmergencyStop', 'charger'],
  ['EVDisconnected', 'vehicle'],
  ['HardReset', 'operator'],
  ['Local', 'driver'],
  ['Other', 'unknown'],
  ['PowerLoss', 'charger'],
  ['Reboot', 'charger'],
  ['Remote', 'operator'],
  ['SoftReset', 'operator'],
  ['UnlockCommand', 'operator'],
  // OCPP 2.0.1 and 2.1 besides
  ['CostLimitReached', 'driver'],
  ['EnergyLimitReached', 'driver'],
  ['GroundFault', 'charger'],
  ['ImmediateReset', 'operator'],
  ['LocalOutOfCredit', 'driver'],
  ['MasterPass', 'operator'],
  ['OvercurrentFault', 'charger'],
  ['PowerQuality', 'charger'],
  ['ReqEnergyTransferRejected', 'vehicle'],
  ['SOCLimitReached', 'driver'],
  ['StoppedByEV', 'vehicle'],
  ['TimeLimitReached', 'driver'],
  ['Timeout', 'charger'],
  // Ours
  ['MissingStop', 'server'],
  // A vendor's own
  ['DoorOpened', 'unknown'],
]

describe('a finished session', () => {
  for (const [reason, by] of reasons) {
    test(`that ended for ${reason} was ended by: ${by}`, () => {
      assert.deepEqual(endingOf({ state: 'finished', endReason: reason }), { by, reason })
    })
  }
})

for (const state of ['pending', 'active', 'unknown'] as SessionState[]) {
  test(`a session that is ${state} has no ending yet, whatever was said`, () => {
    assert.equal(endingOf({ state, endReason: 'Local' }), null)
  })
}

test('a session that was given up was ended by the server', () => {
  assert.deepEqual(endingOf({ state: 'expired', endReason: null }), { by: 'server', reason: null })
})
