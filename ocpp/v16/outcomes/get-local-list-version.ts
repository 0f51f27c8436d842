import { takeListVersion } from '#core/local-lists/take-list-answer.ts'
import { saysNoSuchFeature } from '../../no-such-feature.ts'
import type { Outcome } from '../outcome.ts'

/** A charger that does not know the question has no list, as one that says −1. */
export const getLocalListVersion: Outcome<'GetLocalListVersion'> = async (ctx, charger, { response, ending }) => {
  if (response) await takeListVersion(ctx, charger, response.listVersion)
  else if (saysNoSuchFeature(ending)) await takeListVersion(ctx, charger, -1)
}
