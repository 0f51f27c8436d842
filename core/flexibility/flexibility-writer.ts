import type { SiteFence } from '../steering/steering-store.ts'
import type { Activation, ActivationMinute, FlexibilityOffer, KeptEnvelope, NewActivation } from './flexibility.ts'

/** What is written of a site's flexibility, in one transaction. With a fence: by its engine, refused once another has taken over. */
export type FlexibilityWriter = {
  askOffer(asked: Pick<FlexibilityOffer, 'siteId' | 'from' | 'to'>): Promise<FlexibilityOffer>
  /** Null: it is neither asked nor open any more. */
  withdrawOffer(id: number): Promise<FlexibilityOffer | null>
  askEnvelope(siteId: number): Promise<void>
  /** Null: another one of the site lies in its time, or its offer is not open any more. The site has to be locked. */
  activate(activation: NewActivation): Promise<Activation | null>
  /** Null: it is over already. */
  cancel(id: number, at: Temporal.Instant): Promise<Activation | null>

  answerOffer(
    fence: SiteFence,
    id: number,
    answer: Pick<FlexibilityOffer, 'state' | 'reductionW' | 'baseline'> & { madeAt: Temporal.Instant },
  ): Promise<void>
  /** Null: none was found in time; the former one stays. */
  answerEnvelope(fence: SiteFence, at: Temporal.Instant, envelope: KeptEnvelope['envelope']): Promise<void>
  start(fence: SiteFence, id: number, began: { at: Temporal.Instant; startW: number | null }): Promise<void>
  notePartial(fence: SiteFence, id: number, partial: Activation['partial']): Promise<void>
  end(
    fence: SiteFence,
    id: number,
    ended: Pick<Activation, 'partial'> & { state: 'delivered' | 'partial'; at: Temporal.Instant },
  ): Promise<void>
  /** The mean of so many samples of one minute; more of the same minute are weighed in. */
  addMinute(fence: SiteFence, id: number, minute: ActivationMinute & { samples: number }): Promise<void>
}
