import type {
  Activation as CoreActivation,
  FlexibilityOffer as CoreOffer,
  KeptEnvelope,
} from '#core/flexibility/flexibility.ts'
import type { ActivationReport as CoreReport } from '#core/flexibility/report-activation.ts'
import { timeText } from './time-text.ts'
import type { Activation, ActivationReport, FlexibilityEnvelope, FlexibilityOffer } from './wire/flexibility.ts'

export function viewOffer({ from, to, askedAt, madeAt, ...offer }: CoreOffer): FlexibilityOffer {
  const { id, state, reductionW, author } = offer
  return {
    ...{ id, state, reductionW, author, from: timeText(from), to: timeText(to) },
    ...{ askedAt: timeText(askedAt), madeAt: madeAt && timeText(madeAt) },
  }
}

export function viewActivation(activation: CoreActivation): Activation {
  const { id, offerId, orderedBy, author, rampSeconds, targets, state, partial, startedAt, endedAt } = activation
  const lows = targets.flatMap(({ lowW }) => lowW ?? [])
  return {
    ...{ id, offerId, orderedBy, author, rampSeconds, state },
    from: timeText(activation.from),
    to: timeText(activation.to),
    lowW: lows.length === 0 ? null : Math.min(...lows),
    highW: Math.max(...targets.map(({ highW }) => highW)),
    partial: partial?.reason ?? null,
    acknowledgedAt: timeText(activation.acknowledgedAt),
    startedAt: startedAt && timeText(startedAt),
    endedAt: endedAt && timeText(endedAt),
    reboundUntil: timeText(activation.reboundUntil),
  }
}

export function viewEnvelope({ askedAt, madeAt, hasFailed, envelope }: KeptEnvelope): FlexibilityEnvelope {
  const blocks = (envelope?.blocks ?? []).map(({ startS, endS }, at) => ({
    ...{ from: secondsText(startS), to: secondsText(endS), planW: envelope!.planW[at]! },
    ...{ lowestW: envelope!.lowestW[at]!, highestW: envelope!.highestW[at]! },
    ...{ earliestWh: envelope!.earliestWh[at]!, latestWh: envelope!.latestWh[at]! },
  }))
  return { askedAt: timeText(askedAt), madeAt: madeAt && timeText(madeAt), hasFailed, blocks }
}

export function viewReport({ activation, minutes, deliveredWh }: CoreReport): ActivationReport {
  return {
    activation: viewActivation(activation),
    deliveredWh,
    minutes: minutes.map(({ fromS, ...minute }) => ({ at: secondsText(fromS), ...minute })),
  }
}

function secondsText(seconds: number): string {
  return timeText(Temporal.Instant.fromEpochMilliseconds(Math.round(seconds * 1_000)))
}
