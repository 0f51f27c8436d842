import { Type } from 'typebox'
import { sendCommand } from '#core/commands/send-command.ts'
import { asRefusal } from './errors.ts'
import { findPlace } from './find-charger.ts'
import { chargerId } from './parameters.ts'
import { RemoteCommandBody, remoteCommands } from './remote-command.ts'
import {
  invalidPayload,
  noCharger,
  noCommand,
  noConnector,
  offline,
  outcomeOf,
  RemoteCommandReply,
  rejected,
  silent,
} from './remote-command-reply.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'

export const sendRemoteCommand: DepotRoute = async (app) => {
  // What is wrong with a request is told in the envelope like everything else.
  app.setErrorHandler((error, request, reply) => {
    if (asRefusal(error, request).status !== 400) throw error
    const { remoteCommandType } = request.params as { remoteCommandType: string }
    return reply.code(400).send({ commandType: remoteCommandType, response: invalidPayload.response })
  })

  app.post(
    '/v1/chargerControl/chargers/:chargerId/remoteCommands/:remoteCommandType',
    {
      schema: {
        operationId: 'sendRemoteCommand',
        summary: 'Send a command to a charger',
        description:
          'Answers when the charger has, at latest after 30 seconds. Stopping ends what runs on the connector; a tag that is given is not compared.',
        tags: ['Remote Commands'],
        params: Type.Object({
          chargerId,
          remoteCommandType: Type.String({
            description: `One of ${[...remoteCommands.keys()].join(', ')}`,
            examples: ['startChargingSession'],
          }),
        }),
        body: RemoteCommandBody,
        response: {
          ...errors(),
          200: reply(RemoteCommandReply, 'The charger has accepted it'),
          400: reply(RemoteCommandReply, 'The charger has refused it, or the body is not valid', example(rejected)),
          404: reply(RemoteCommandReply, 'There is no such charger, connector or command', example(noCharger)),
          409: reply(RemoteCommandReply, 'The charger is not connected', example(offline)),
          504: reply(RemoteCommandReply, 'The charger gave no answer in time', example(silent)),
        },
      },
      config: { grant: 'remoteCommands' },
    },
    async ({ ctx, params, body }, reply) => {
      const { remoteCommandType: commandType } = params
      const answer = ({ status, response }: ReturnType<typeof outcomeOf>) =>
        reply.code(status as 200).send({ commandType, response })
      const command = remoteCommands.get(commandType)
      if (!command) return answer(noCommand)
      const charger = await ctx.chargers.find(params.chargerId)
      if (!charger) return answer(noCharger)
      // 0 is the charger as a whole.
      const { connectorId = 0 } = body
      const place = connectorId === 0 ? null : findPlace(await ctx.chargers.evses(charger), connectorId)
      if (connectorId > 0 && !place) return answer(noConnector)
      if (command.needsConnector && !place) return answer(invalidPayload)
      const request = command.request(body, place)
      if (!request) return answer(invalidPayload)
      const ended = await sendCommand(ctx, charger.identity, request, { deadlineSeconds: 30 })
      return answer(outcomeOf(ended, command.name))
    },
  )
}

function example({ response }: ReturnType<typeof outcomeOf>) {
  return { commandType: 'startChargingSession', response }
}
