import { Ajv, type Options } from 'ajv'
import type { FastifyRequest, FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { checksWhenUsed } from '#api/http/compile-when-used.ts'
import { Refusal } from './errors.ts'

/** Bodies are taken as they are; path and query come as text, and become the numbers and booleans of their schema. */
export function createValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  const options: Options = { strict: false, allErrors: false, useDefaults: true }
  const exact = new Ajv(options)
  const fromText = new Ajv({ ...options, coerceTypes: true })
  return checksWhenUsed(({ schema, httpPart }) => (httpPart === 'body' ? exact : fromText).compile(schema))
}

/** Text that the database would not take is refused, wherever it stands. */
export async function checkTexts({ body, query, params }: FastifyRequest): Promise<void> {
  for (const part of [params, query, body]) {
    const fault = faultIn(part)
    if (fault) throw new Refusal(400, 'invalid_value', `The request contains ${fault}.`)
  }
}

const deepest = 20

function faultIn(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') {
    if (value.includes('\0')) return 'the character U+0000'
    return value.isWellFormed() ? null : 'half of a surrogate pair'
  }
  // A file is read by whoever takes it.
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return null
  if (depth > deepest) return 'too many levels'
  for (const [name, member] of Object.entries(value)) {
    const fault = faultIn(name) ?? faultIn(member, depth + 1)
    if (fault) return fault
  }
  return null
}
