import { takeControl } from '#core/smart-charging/der-controls.ts'
import { controlFromWire } from '../der-control.ts'
import type { Outcome } from '../outcome.ts'

export const setDerControl: Outcome<'SetDERControl'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted') return
  await takeControl(ctx, charger, { control: controlFromWire(request), supersededIds: response.supersededIds ?? [] })
}
