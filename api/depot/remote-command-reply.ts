import { type Static, Type } from 'typebox'
import type { Command } from '#core/commands/command.ts'

/** Of this call everything is told in one envelope, refusals too (depot-api 13). */
export const RemoteCommandReply = Type.Object(
  {
    commandType: Type.String({ description: 'As in the path', examples: ['startChargingSession'] }),
    response: Type.Object({
      status: Type.Optional(
        Type.Unsafe<'Accepted' | 'Rejected'>({
          type: 'string',
          enum: ['Accepted', 'Rejected'],
          description: 'What the charger said; not there when it was not asked or said nothing',
          examples: ['Accepted'],
        }),
      ),
      message: Type.String({ examples: ['Operation successful: Start charging request has been accepted.'] }),
    }),
  },
  { $id: 'RemoteCommandResponse', title: 'RemoteCommandResponse' },
)

type Response = Static<typeof RemoteCommandReply>['response']

/** How a command ended, and the status to say it with. */
export function outcomeOf(command: Command, whatWasAsked: string): { status: number; response: Response } {
  const { state, sentAt } = command
  switch (state) {
    case 'accepted':
      return accepted(whatWasAsked)
    case 'refused':
      return fits(command) ? rejected : invalidPayload
    case 'offline':
      return offline
    // Never sent: nothing was heard of the charger in time all the same.
    default:
      return sentAt === null && state === 'cancelled' ? rejected : silent
  }
}

/** Not a tag that is too long for the charger's OCPP: nobody was asked then. */
function fits({ request, action, error }: Command): boolean {
  return request.kind !== 'start' || action !== null || error?.code !== 'NotSupported'
}

function accepted(whatWasAsked: string): { status: number; response: Response } {
  const message = `Operation successful: ${whatWasAsked} request has been accepted.`
  return { status: 200, response: { status: 'Accepted', message } }
}

export const rejected = {
  status: 400,
  response: { status: 'Rejected', message: 'Operation denied: Rejected by the charger.' },
} as const

export const invalidPayload = { status: 400, response: { message: 'Operation denied: Invalid Payload.' } } as const
export const noCharger = { status: 404, response: { message: 'Operation denied: Charger not found.' } } as const
export const noConnector = { status: 404, response: { message: 'Operation denied: Connector not found.' } } as const
export const noCommand = { status: 404, response: { message: 'Operation denied: Command not supported.' } } as const

export const offline = { status: 409, response: { message: 'Operation denied: Charger is offline.' } } as const
export const silent = { status: 504, response: { message: 'Operation denied: No response from the charger.' } } as const
