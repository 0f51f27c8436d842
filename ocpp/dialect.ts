import type { CommandRequest } from '#core/commands/command.ts'
import type { ChargerWork, Context } from '#core/context.ts'
import type { ConnectedCharger } from './connected-charger.ts'
import type { Priority } from './rpc/call-priority.ts'
import { createValidator, type Validator } from './rpc/validate.ts'
import type { OcppVersion } from './rpc/version.ts'
import { acknowledgeUnreadable as acknowledgeUnreadable16 } from './v16/acknowledge-unreadable.ts'
import { commands as commands16 } from './v16/commands/index.ts'
import { handlers as handlers16 } from './v16/messages/index.ts'
import { acknowledgeUnreadable as acknowledgeUnreadable201 } from './v201/acknowledge-unreadable.ts'
import { commands as commands201 } from './v201/commands/index.ts'
import { handlers as handlers201 } from './v201/messages/index.ts'

/** One OCPP version as the door uses it: whatever differs between versions is in here. */
export type Dialect = {
  version: OcppVersion
  validator: Validator
  handlers: ReadonlyMap<string, AnyHandler>
  commands: ReadonlyMap<CommandRequest['kind'], AnyCommandTranslation>
  /** Never refused for their content (F-14). */
  transactionActions: ReadonlySet<string>
  /** Answers that are remembered for repeats (F-13); that to MeterValues never differs. */
  replayedActions: ReadonlySet<string>
  /** The payloads of TriggerMessage that make a charger say what it is, and how it is. */
  questions: { boot: object; status: object }
  acknowledgeUnreadable(ctx: Context, charger: ConnectedCharger, action: string, payload: unknown): Promise<object>
}

type AnyHandler = (ctx: Context, charger: ConnectedCharger, request: never) => Promise<object>

/** How a version asks a charger for something, and reads its answer. */
export type CommandTranslation<Kind extends CommandRequest['kind'], Request extends object, Response> = {
  action: string
  priority: Priority
  /** Whether `call` has to know the charger's sessions and connectors. */
  needsCharger: boolean
  call(request: Extract<CommandRequest, { kind: Kind }>, about: CommandSubject): Request | Refused
  read(response: Response): CommandReply
}

/** `charger` is null unless the command needs it. */
export type CommandSubject = { commandId: number; charger: Pick<ChargerWork, 'evses' | 'sessions'> | null }

/** Not sent at all, because it cannot be done this way. */
export type Refused = { refused: string }

export type CommandReply = { state: 'accepted' | 'refused'; reason: string | null }

type AnyCommandTranslation = CommandTranslation<never, object, never>

export function createDialects(versions: readonly OcppVersion[]): ReadonlyMap<OcppVersion, Dialect> {
  return new Map(versions.map((version) => [version, createDialect(version)]))
}

function createDialect(version: OcppVersion): Dialect {
  if (version === '1.6') {
    return {
      version,
      validator: createValidator(version),
      handlers: new Map(Object.entries(handlers16)),
      commands: new Map(Object.entries(commands16)) as Dialect['commands'],
      transactionActions: new Set(['StartTransaction', 'StopTransaction', 'MeterValues']),
      replayedActions: new Set(['StartTransaction', 'StopTransaction']),
      questions: {
        boot: { requestedMessage: 'BootNotification' },
        status: { requestedMessage: 'StatusNotification' },
      },
      acknowledgeUnreadable: acknowledgeUnreadable16,
    }
  }
  if (version === '2.1') throw new Error('OCPP 2.1 is not supported')
  return {
    version,
    validator: createValidator(version),
    handlers: new Map(Object.entries(handlers201)),
    commands: new Map(Object.entries(commands201)) as Dialect['commands'],
    transactionActions: new Set(['TransactionEvent', 'MeterValues']),
    replayedActions: new Set(['TransactionEvent']),
    questions: {
      boot: { requestedMessage: 'BootNotification' },
      status: { requestedMessage: 'StatusNotification', evse: { id: 1, connectorId: 1 } }, // F06.FR.13
    },
    acknowledgeUnreadable: acknowledgeUnreadable201,
  }
}
