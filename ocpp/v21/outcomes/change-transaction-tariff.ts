import type { Outcome } from '../outcome.ts'

/** From now on we reckon with it as well. A tariff that is none of ours, sent word for word, we cannot. */
export const changeTransactionTariff: Outcome<'ChangeTransactionTariff'> = async (ctx, charger, about) => {
  const { request, response } = about
  if (response?.status !== 'Accepted') return
  const tariff = await ctx.tariffs.find(request.tariff.tariffId)
  const sessionId = await ctx.chargerWork(
    charger,
    (work) =>
      work.sessions.open().find(({ wireId, wireFamily }) => wireFamily === '2' && wireId === request.transactionId)?.id,
  )
  if (!tariff || sessionId === undefined) return
  await ctx.transaction((tx) => tx.tariffs.changeTariff({ id: sessionId, chargerId: charger.id }, tariff))
}
