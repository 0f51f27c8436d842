import { Ajv, type Options } from 'ajv'
import type { FastifyRequest, FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { checksWhenUsed } from '#api/http/compile-when-used.ts'
import { unstorable } from '#api/http/storable-text.ts'
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
    const fault = unstorable(part)
    if (fault) throw new Refusal(400, 'invalid_value', `The request contains ${fault}.`)
  }
}
