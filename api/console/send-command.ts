import type { CommandRequest as CoreRequest } from '#core/commands/requests.ts'
import { sendCommand as send } from '#core/commands/send-command.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { derControlFault } from '#core/smart-charging/der-control.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { requireConfirmed } from './check-access.ts'
import { viewCommand } from './live/view-command.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { CommandRequest, CommandView } from './wire/chargers.ts'

export const sendCommand: ConsoleRoute = async (app) => {
  app.post(
    '/chargers/:id/commands',
    {
      schema: { params: ChargerParams, body: CommandRequest, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      // It ends what is charging without a word to anybody.
      if (request.body.kind === 'reset' && request.body.mode === 'hard') requireConfirmed(request)
      // What is forgotten of a customer cannot be brought back.
      if (request.body.kind === 'customer-information' && request.body.clear) requireConfirmed(request)
      const charger = await chargerOf(request, request.params.id)
      const command = await send(request.ctx, charger.identity, await coreRequest(request.ctx, request.body), {
        wait: false,
      })
      return reply.code(202).send(viewCommand(command))
    },
  )
}

/** What reports come under, and what a new message is called, is a number that no other has. */
async function coreRequest(ctx: Context, body: CommandRequest): Promise<CoreRequest> {
  const nextNumber = () => ctx.transaction((tx) => tx.commands.nextRequestId())
  switch (body.kind) {
    case 'start':
      return { kind: 'start', evse: body.evse, tokenUid: body.card }
    case 'show-message': {
      const { kind, id, from, until, ...message } = body
      const times = { from: timeOrNull('from', from), until: timeOrNull('until', until) }
      return { kind, message: { ...message, ...times, id: id ?? (await nextNumber()) } }
    }
    case 'read-messages':
      return { kind: body.kind, requestId: await nextNumber(), ids: null }
    case 'read-monitors':
      return { kind: body.kind, requestId: await nextNumber(), places: [] }
    case 'customer-information': {
      const { kind, report, clear, card, customer } = body
      if ((card === null) === (customer === null)) {
        throw new Problem('invalid_value', 'Say whose: a card or a customer, one of the two.', { subject: 'card' }) // N09.FR.09
      }
      return { kind, report, clear, tokenUid: card, customer, requestId: await nextNumber() }
    }
    case 'set-der-control': {
      const { startsAt, ...control } = body.control
      const at = timeOrNull('startsAt', startsAt)
      const asked = { ...control, ...(at === null ? {} : { startsAt: at }) }
      const fault = derControlFault(asked)
      if (fault) throw new Problem('invalid_value', fault, { subject: 'control' })
      return { kind: body.kind, control: asked }
    }
    case 'set-priority-profile': {
      const { evse, limit, unit } = body
      const schedules = [{ unit, periods: [{ startSeconds: 0, limit }] }]
      return { kind: 'set-profile', evse, profile: { purpose: 'priority', kind: 'relative', stackLevel: 0, schedules } }
    }
    case 'get-der-control':
      return { kind: body.kind, requestId: await nextNumber(), isDefault: null, type: null, controlId: null }
    default:
      return body
  }
}

function timeOrNull(field: string, text: string | null | undefined): string | null {
  const at = readTime(field, text)
  return at && timeText(at)
}
