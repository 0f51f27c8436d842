import { changeCardOptions, readCardOptions } from '#core/authorization/card-options.ts'
import { CardParams } from './change-card.ts'
import type { ConsoleRoute } from './route.ts'
import { CardOptions, CardOptionsChange } from './wire/local-lists.ts'

/** How a card is treated when it is shown. */
export const cardOptions: ConsoleRoute = async (app) => {
  const path = '/cards/:id/options'

  app.get(
    path,
    { schema: { params: CardParams, response: { 200: CardOptions } }, config: { role: 'viewer' } },
    ({ ctx, params }) => readCardOptions(ctx, params.id),
  )

  app.patch(
    path,
    {
      schema: { params: CardParams, body: CardOptionsChange, response: { 200: CardOptions } },
      config: { role: 'operator' },
    },
    ({ ctx, params, body }) => changeCardOptions(ctx, params.id, body),
  )
}
