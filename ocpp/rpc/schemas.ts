import * as schemas16 from 'typed-ocpp/dist/ocpp16/schemas.js'
import * as schemas201 from 'typed-ocpp/dist/ocpp20/schemas.js'
import * as schemas21 from 'typed-ocpp/dist/ocpp21/schemas.js'
import type { Schema } from './shape.ts'
import type { OcppVersion } from './version.ts'

/** The published schemas of one action. A SEND (2.1) has no answer. */
export type ActionSchemas = { call: Schema; result: Schema | undefined }

/** Every action of a version with its schemas, corrected where the published ones lag behind their errata. */
export function schemasOf(version: OcppVersion): ReadonlyMap<string, ActionSchemas> {
  const published: Record<string, Schema> = publishedSchemas[version]
  const actions = new Map<string, ActionSchemas>()
  for (const [name, schema] of Object.entries(published)) {
    if (name.endsWith('Response')) continue
    const action = name.replace(/Request$/, '')
    actions.set(action, { call: corrected(version, name, schema), result: published[`${action}Response`] })
  }
  return actions
}

function corrected(version: OcppVersion, name: string, schema: Schema): Schema {
  if (version !== '1.6' || !sendsUnits.has(name)) return schema
  const copy = structuredClone(schema)
  addHertz(copy)
  return copy
}

// The 1.6 list of units has none for the measurand Frequency. Q-152
function addHertz(schema: Schema): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (name === 'unit') property.enum?.push('Hertz')
    else addHertz(property)
  }
  if (schema.items) addHertz(schema.items)
}

const publishedSchemas = { '1.6': schemas16, '2.0.1': schemas201, '2.1': schemas21 }
const sendsUnits = new Set(['MeterValuesRequest', 'StopTransactionRequest'])
