import type { Decision } from '#core/authorization/token.ts'
import type { ListLine } from '#core/local-lists/plan-list.ts'
import { type ListAnswer, takeListAnswer } from '#core/local-lists/take-list-answer.ts'
import type { ConnectedCharger } from '../../connected-charger.ts'
import { saysNoSuchFeature } from '../../no-such-feature.ts'
import type { Calls, IdTokenInfo } from '../messages.ts'
import type { Outcome } from '../outcome.ts'

/** Silence says nothing: the charger is asked for its version when it comes back. */
export const sendLocalList: Outcome<'SendLocalList'> = async (ctx, charger, about) => {
  const { command, request, response, ending } = about
  if (response === null && ending.state !== 'refused') return
  const unsupported = saysNoSuchFeature(ending)
  await takeListAnswer(ctx, charger, {
    sent: {
      version: request.versionNumber,
      update: request.updateType === 'Full' ? 'full' : 'differential',
      lines: (request.localAuthorizationList ?? []).map((line) => lineFrom(line, charger)),
    },
    answer: response ? answers[response.status] : unsupported ? 'unsupported' : 'failed',
    reason: response?.status ?? ending.reason,
    command,
  })
}

type Line = NonNullable<Calls['SendLocalList']['request']['localAuthorizationList']>[number]
type Status = Calls['SendLocalList']['response']['status']

const answers: Record<Status, ListAnswer> = { Accepted: 'accepted', Failed: 'failed', VersionMismatch: 'mismatch' }

function lineFrom({ idToken: { idToken: uid }, idTokenInfo }: Line, { timeOf }: ConnectedCharger): ListLine {
  if (!idTokenInfo) return { uid, entry: null }
  const { status, groupIdToken, cacheExpiryDateTime } = idTokenInfo
  const groupId = groupIdToken?.idToken ?? null
  return { uid, entry: { uid, decision: decisionOf(status), groupId, expiresAt: timeOf(cacheExpiryDateTime) } }
}

function decisionOf(status: IdTokenInfo['status']): Decision {
  return decisions[status] ?? 'blocked'
}

// Whatever else there is keeps a card from charging.
const decisions: Partial<Record<IdTokenInfo['status'], Decision>> = {
  Accepted: 'accepted',
  Expired: 'expired',
  Invalid: 'unknown',
  Unknown: 'unknown',
  ConcurrentTx: 'concurrent',
}
