import { Refusal } from './errors.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { Audit, AuditQuery } from './wire/administration.ts'

/** Who did what, newest first. */
export const audit: ConsoleRoute = async (app) => {
  app.get(
    '/audit',
    { schema: { querystring: AuditQuery, response: { 200: Audit } }, config: { role: 'administrator' } },
    async (request) => {
      const { q, after, limit = 50 } = request.query
      const before = after === undefined ? undefined : idIn(after)
      const found = await request.ctx.auditTrail.search({ text: q || undefined, before, limit: limit + 1 })
      const page = found.slice(0, limit)
      return {
        items: page.map(({ at, body, ...entry }) => ({ ...entry, at: timeText(at), detail: body })),
        next: found.length > limit ? String(page.at(-1)!.id) : null,
      }
    },
  )
}

function idIn(after: string): number {
  if (!/^[1-9]\d{0,14}$/.test(after)) {
    throw new Refusal(400, 'invalid_value', 'This is no place in the list.', { field: 'after' })
  }
  return Number(after)
}
