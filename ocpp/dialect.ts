import type { Command } from '#core/commands/command.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import type { ChargerWork, Context } from '#core/context.ts'
import type { Errand, ErrandKind } from '#core/errands/errand.ts'
import type { ConnectedCharger } from './connected-charger.ts'
import { createValidator, type Validator } from './rpc/validate.ts'
import type { OcppVersion } from './rpc/version.ts'
import { acknowledgeUnreadable as acknowledgeUnreadable16 } from './v16/acknowledge-unreadable.ts'
import { commands as commands16 } from './v16/commands/index.ts'
import { errandOfCall as errandOfCall16 } from './v16/errand-of-call.ts'
import { handlers as handlers16 } from './v16/messages/index.ts'
import { messagesAskedFor as messagesAskedFor16 } from './v16/messages-asked-for.ts'
import { outcomes as outcomes16 } from './v16/outcomes/index.ts'
import { commands as commands21 } from './v21/commands/index.ts'
import { handlers as handlers21 } from './v21/messages/index.ts'
import { outcomes as outcomes21 } from './v21/outcomes/index.ts'
import { sends as sends21 } from './v21/sends/index.ts'
import { acknowledgeUnreadable as acknowledgeUnreadable201 } from './v201/acknowledge-unreadable.ts'
import { commands as commands201 } from './v201/commands/index.ts'
import { errandOfCall as errandOfCall201 } from './v201/errand-of-call.ts'
import { handlers as handlers201 } from './v201/messages/index.ts'
import { messagesAskedFor as messagesAskedFor201 } from './v201/messages-asked-for.ts'
import { outcomes as outcomes201 } from './v201/outcomes/index.ts'

/** One OCPP version as the door uses it: whatever differs between versions is in here. */
export type Dialect = {
  version: OcppVersion
  validator: Validator
  handlers: ReadonlyMap<string, AnyHandler>
  /** Messages that are never answered (2.1, F-05). */
  sends: ReadonlyMap<string, AnySendHandler>
  commands: ReadonlyMap<CommandRequest['kind'], AnyCommandTranslation | Refused>
  /** By action: what follows from the charger's answer to our call. */
  outcomes: ReadonlyMap<string, AnyOutcome>
  /** The messages of the charger that this call asks for; a charger that waits to be let in may send them (B-02). */
  messagesAskedFor(action: string, payload: object): string[]
  /** What the charger goes on with after its answer to this call; null for most calls. */
  errandOfCall(action: string, payload: object): ErrandOfCall | null
  /** Never refused for their content (F-14). */
  transactionActions: ReadonlySet<string>
  /** Answers that are remembered for repeats (F-13); that to MeterValues never differs. */
  replayedActions: ReadonlySet<string>
  /** The payloads of TriggerMessage that make a charger say what it is, and how it is. */
  questions: { boot: object; status: object }
  acknowledgeUnreadable(ctx: Context, charger: ConnectedCharger, action: string, payload: unknown): Promise<object>
}

type AnyHandler = (ctx: Context, charger: ConnectedCharger, request: never) => Promise<object>
type AnySendHandler = (ctx: Context, charger: ConnectedCharger, message: never) => Promise<void>

/** How a version asks a charger for something, and reads its answer. */
export type CommandTranslation<Kind extends CommandRequest['kind'], Request extends object, Response> = {
  action: string
  /** Where one version has two messages for it, which one this request becomes. */
  actionFor?(request: Extract<CommandRequest, { kind: Kind }>): string
  /** Whether `call` has to know the charger's sessions and connectors, or what is stored of it. */
  needsCharger: boolean
  call(
    request: Extract<CommandRequest, { kind: Kind }>,
    about: CommandSubject,
  ): Request | Refused | Promise<Request | Refused>
  read(response: Response): CommandReply
}

/** `charger` and `ctx` are null unless the command needs them. */
export type CommandSubject = {
  commandId: number
  charger: Pick<ChargerWork, 'charger' | 'evses' | 'sessions'> | null
  ctx?: Context | null
  /** Under which address the charger has found us: `https://host:port`; null when it did not say. */
  origin: string | null
}

/** Not sent at all, because it cannot be done this way. */
export type Refused = { refused: string }

export type CommandReply = { state: 'accepted' | 'refused'; reason: string | null }

type AnyCommandTranslation = CommandTranslation<never, object, never>

export type ErrandOfCall = { kind: ErrandKind; requestId: number | null; withinSeconds: number }

export type CallToSend = { action: string; payload: object }

/** What follows from a charger's answer to one of our calls, whoever had it sent. Runs in the charger's turn. */
export type Outcome<Request, Response> = (
  ctx: Context,
  charger: ConnectedCharger,
  about: {
    command: Command
    request: Request
    /** Null when the charger did not answer, answered with an error, or with something that cannot be used. */
    response: Response | null
    /** What the charger goes on with; opened before the call was sent, and ended again when it said no. */
    errand: Errand | null
    ending: Pick<Command, 'state' | 'reason'>
  },
) => Promise<void>

type AnyOutcome = Outcome<never, never>

export function createDialects(versions: readonly OcppVersion[]): ReadonlyMap<OcppVersion, Dialect> {
  return new Map(versions.map((version) => [version, createDialect(version)]))
}

function createDialect(version: OcppVersion): Dialect {
  const validator = createValidator(version)
  if (version === '1.6') {
    return {
      version,
      validator,
      handlers: new Map(Object.entries(handlers16)),
      sends: new Map(),
      commands: new Map(Object.entries(commands16)) as unknown as Dialect['commands'],
      outcomes: new Map(Object.entries(outcomes16)) as Dialect['outcomes'],
      messagesAskedFor: messagesAskedFor16,
      errandOfCall: errandOfCall16,
      transactionActions: new Set(['StartTransaction', 'StopTransaction', 'MeterValues']),
      replayedActions: new Set(['StartTransaction', 'StopTransaction']),
      questions: {
        boot: { requestedMessage: 'BootNotification' },
        status: { requestedMessage: 'StatusNotification' },
      },
      acknowledgeUnreadable: acknowledgeUnreadable16,
    }
  }
  const is21 = version === '2.1'
  return {
    version,
    validator,
    handlers: new Map(Object.entries(is21 ? handlers21 : handlers201)) as Dialect['handlers'],
    sends: new Map(is21 ? Object.entries(sends21) : []) as Dialect['sends'],
    commands: new Map(Object.entries(is21 ? commands21 : commands201)) as unknown as Dialect['commands'],
    outcomes: new Map(Object.entries(is21 ? outcomes21 : outcomes201)) as Dialect['outcomes'],
    messagesAskedFor: messagesAskedFor201,
    errandOfCall: errandOfCall201,
    transactionActions: new Set(['TransactionEvent', 'MeterValues']),
    replayedActions: new Set(['TransactionEvent']),
    questions: {
      boot: { requestedMessage: 'BootNotification' },
      status: { requestedMessage: 'StatusNotification', evse: { id: 1, connectorId: 1 } }, // F06.FR.13
    },
    acknowledgeUnreadable: acknowledgeUnreadable201,
  }
}
