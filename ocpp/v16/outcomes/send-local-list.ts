import type { Decision } from '#core/authorization/token.ts'
import type { ListLine } from '#core/local-lists/plan-list.ts'
import { type ListAnswer, takeListAnswer } from '#core/local-lists/take-list-answer.ts'
import type { ConnectedCharger } from '../../connected-charger.ts'
import { saysNoSuchFeature } from '../../no-such-feature.ts'
import type { Calls } from '../messages.ts'
import type { Outcome } from '../outcome.ts'

/** Silence says nothing: the charger is asked for its version when it comes back. */
export const sendLocalList: Outcome<'SendLocalList'> = async (ctx, charger, about) => {
  const { command, request, response, ending } = about
  if (response === null && ending.state !== 'refused') return
  const unsupported = saysNoSuchFeature(ending)
  await takeListAnswer(ctx, charger, {
    sent: {
      version: request.listVersion,
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

const answers: Record<Status, ListAnswer> = {
  Accepted: 'accepted',
  Failed: 'failed',
  NotSupported: 'unsupported',
  VersionMismatch: 'mismatch',
}

function lineFrom({ idTag, idTagInfo }: Line, { timeOf }: ConnectedCharger): ListLine {
  if (!idTagInfo) return { uid: idTag, entry: null }
  const { status, parentIdTag, expiryDate } = idTagInfo
  const told = { decision: decisions[status], groupId: parentIdTag ?? null, expiresAt: timeOf(expiryDate) }
  return { uid: idTag, entry: { uid: idTag, ...told } }
}

const decisions: Record<NonNullable<Line['idTagInfo']>['status'], Decision> = {
  Accepted: 'accepted',
  Blocked: 'blocked',
  Expired: 'expired',
  Invalid: 'unknown',
  ConcurrentTx: 'concurrent',
}
