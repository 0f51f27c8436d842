import { type Static, Type } from 'typebox'
import { isTokenUid } from '#core/authorization/add-tokens.ts'
import type { StartWish } from '#core/authorization/remote-start-token.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import { placeOfKey } from '#core/devices/configuration-keys.ts'

export const RemoteCommandBody = Type.Object(
  {
    connectorId: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2 ** 31 - 1,
        description: 'From 1; needed for sessions and locks',
        examples: [2],
      }),
    ),
    idTag: Type.Optional(Type.String({ description: 'Who starts; not needed to stop', examples: ['7A11C3F0'] })),
    idTagType: Type.Optional(Type.String({ description: 'Of what kind the tag is; any is taken', examples: ['RFID'] })),
    type: Type.Optional(
      Type.String({ description: '`Soft` or `Hard` of a reset, `Operative` or `Inoperative` of an availability' }),
    ),
    key: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'The key to be changed' })),
    value: Type.Optional(Type.String({ maxLength: 2_500, description: 'Its new value' })),
  },
  { $id: 'RemoteCommandBody', title: 'RemoteCommandBody' },
)

type Body = Static<typeof RemoteCommandBody>
type Place = { evse: number; connector: number }

export type RemoteCommand = {
  /** As messages name it: "Start charging request has been accepted." */
  name: string
  needsConnector: boolean
  /** Null when the body does not say what it has to. */
  request(body: Body, place: Place | null): CommandRequest | StartWish | null
}

/** By what stands in the path; the first two are the original's (depot-api 13). */
export const remoteCommands: ReadonlyMap<string, RemoteCommand> = new Map<string, RemoteCommand>([
  [
    'startChargingSession',
    {
      name: 'Start charging',
      needsConnector: true,
      request: ({ idTag }, place) =>
        idTag !== undefined && isTokenUid(idTag) ? { kind: 'start', evse: place!.evse, tokenUid: idTag } : null,
    },
  ],
  [
    'stopChargingSession',
    {
      name: 'Stop charging',
      needsConnector: true,
      request: (_, place) => ({ kind: 'stop', sessionId: null, ...place! }),
    },
  ],
  [
    'resetCharger',
    {
      name: 'Reset',
      needsConnector: false,
      request: ({ type = 'Soft' }) => {
        const mode = modes.get(type)
        return mode ? { kind: 'reset', mode } : null
      },
    },
  ],
  [
    'unlockConnector',
    {
      name: 'Unlock connector',
      needsConnector: true,
      request: ({ connectorId }) => ({ kind: 'unlock', connector: connectorId! }),
    },
  ],
  [
    'changeAvailability',
    {
      name: 'Change availability',
      needsConnector: false,
      request: ({ type = '', connectorId = 0 }) => {
        const operative = availabilities.get(type)
        const connector = connectorId === 0 ? null : connectorId
        return operative === undefined ? null : { kind: 'availability', operative, connector }
      },
    },
  ],
  [
    'changeConfiguration',
    {
      name: 'Change configuration',
      needsConnector: false,
      request: ({ key, value }) =>
        key === undefined || value === undefined
          ? null
          : { kind: 'change-settings', settings: [{ ...placeOfKey(key), value }] },
    },
  ],
])

const modes: ReadonlyMap<string, 'soft' | 'hard'> = new Map([
  ['Soft', 'soft'],
  ['Hard', 'hard'],
] as const)

const availabilities = new Map([
  ['Operative', true],
  ['Inoperative', false],
])
