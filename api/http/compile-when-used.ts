import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify'
import type { TSchema } from 'typebox'

/** Builds the writer of an answer when its route answers first: all of them at once are most of the work of a start. */
export const writersWhenUsed: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: {
    buildSerializer(schemas, options) {
      const build = SerializerSelector()(schemas, options)
      return (route) => {
        let write: ((value: unknown) => string) | undefined
        return (value: unknown) => {
          write ??= build(route) as (value: unknown) => string
          return write(value)
        }
      }
    },
  },
}

type Check = ((value: unknown) => boolean) & { errors?: unknown }

/** Builds the check of an input when it is asked first. */
export function checksWhenUsed(compile: (...route: Parameters<FastifySchemaCompiler<TSchema>>) => Check) {
  const compiler: FastifySchemaCompiler<TSchema> = (route) => {
    let check: Check | undefined
    const lazy: Check = (value) => {
      check ??= compile(route)
      const isGood = check(value)
      lazy.errors = check.errors
      return isGood
    }
    return lazy as ReturnType<FastifySchemaCompiler<TSchema>>
  }
  return compiler
}
