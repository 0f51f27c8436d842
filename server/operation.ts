import type { Static, TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'
import type { Log } from '#core/context.ts'
import { Problem } from '#core/errors.ts'

/** Something that an administrator can ask of the server, over its admin socket or on its database directly. */
export type Operation = { args: TSchema; run(args: never, signal: AbortSignal): Promise<object> }

export type Operations = Record<string, Operation>

/**
 * How an operation ended. `usage` is a mistake in the request, `refused` an answer of the core, `internal` a fault of
 * ours that the log explains.
 */
export type Outcome = { result: object } | { error: Refusal }

export type Refusal = { kind: 'usage' | 'refused' | 'internal'; code: string; message: string }

type Call = { name: string; args: unknown; signal: AbortSignal; log: Log }

/** Binds what an operation takes to what it does with it. */
export function operation<Args extends TSchema>(
  args: Args,
  run: (args: Static<Args>, signal: AbortSignal) => Promise<object>,
): Operation {
  return { args, run }
}

/** Runs one operation of the table. It never throws: whatever goes wrong is an outcome. */
export async function runOperation(operations: Operations, { name, args, signal, log }: Call): Promise<Outcome> {
  const known = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (!known) return refusal('usage', 'unknown_operation', `There is no operation '${name}'.`)
  if (!Check(known.args, args)) return refusal('usage', 'invalid_arguments', faultIn(known.args, args))

  try {
    return { result: await known.run(args as never, signal) }
  } catch (error) {
    if (error instanceof Problem) return refusal('refused', error.code, error.message)
    log.error({ err: error, operation: name }, 'operation failed')
    return refusal('internal', 'internal', 'The operation failed because of a fault in the server; its log says more.')
  }
}

function refusal(kind: Refusal['kind'], code: string, message: string): Outcome {
  return { error: { kind, code, message } }
}

// Never the value itself, it may be a secret.
function faultIn(schema: TSchema, args: unknown): string {
  const [first] = Errors(schema, args)
  if (!first) return 'The arguments are not allowed.'
  const { requiredProperties } = first.params as Record<string, string[] | undefined>
  const where = first.instancePath.slice(1).replaceAll('/', '.')
  if (first.schemaPath.endsWith('/additionalProperties')) return `Unknown argument: ${where}.`
  if (requiredProperties) return `Missing argument: ${requiredProperties.join(', ')}.`
  return `${where === '' ? 'The arguments' : `Argument ${where}`} ${first.message}.`
}
