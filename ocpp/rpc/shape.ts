/**
 * What repairs need to know of a schema, with references resolved: built once per message from the schema
 * itself, so that the two cannot disagree.
 */
export type Shape =
  | { type: 'any' }
  | { type: 'object'; members: readonly Member[]; names: ReadonlySet<string>; isOpen: boolean }
  | { type: 'array'; item: Shape; minItems: number; maxItems: number; mayStayEmpty: boolean }
  | { type: 'text'; maxLength: number; format: string | undefined; emptyAs: string | undefined }
  | { type: 'enum'; values: ReadonlySet<string>; byLowerCase: ReadonlyMap<string, string>; mayBeOther: boolean }
  | { type: 'number'; isInteger: boolean; minimum: number; maximum: number; multipleOf: number | undefined }
  | { type: 'boolean' }

/** Without a vital member the object would mean something else: when it cannot be used, neither can the object. */
export type Member = { name: string; isRequired: boolean; isVital: boolean; shape: Shape }

/** The part of JSON Schema that the published OCPP schemas use. */
export type Schema = {
  $ref?: string
  definitions?: Record<string, Schema>
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean
  items?: Schema
  minItems?: number
  maxItems?: number
  enum?: string[]
  maxLength?: number
  format?: string
  minimum?: number
  maximum?: number
  multipleOf?: number
}

/** Reads the shape of a message from its schema. */
export function shapeOf(root: Schema): Shape {
  const byReference = new Map<string, Shape>()

  function read(schema: Schema, name: string): Shape {
    if (schema.$ref !== undefined) return readReference(schema.$ref, name)
    if (schema.type === 'object' && schema.properties) return readObject(schema, name)
    if (schema.type === 'array' && schema.items) return readArray(schema, schema.items, name)
    if (schema.type === 'string') return schema.enum ? readEnum(schema.enum) : readText(schema, name)
    if (schema.type === 'number' || schema.type === 'integer') return readNumber(schema)
    return schema.type === 'boolean' ? { type: 'boolean' } : { type: 'any' }
  }

  function readReference(reference: string, name: string): Shape {
    const known = byReference.get(reference)
    if (known) return known
    const definition = root.definitions?.[reference.replace('#/definitions/', '')]
    if (!definition) throw new Error(`schema without its definition ${reference}`)
    const shape = read(definition, name)
    byReference.set(reference, shape)
    return shape
  }

  function readObject(schema: Schema, objectName: string): Shape {
    const isSample = objectName === 'sampledValue'
    const required = new Set(schema.required)
    const members = Object.entries(schema.properties ?? {}).map(([name, property]) => ({
      name,
      isRequired: required.has(name),
      isVital: isSample && meaningOfValue.has(name),
      shape: isSample ? withOtherWords(read(property, name)) : read(property, name),
    }))
    return {
      type: 'object',
      members,
      names: new Set(members.map((member) => member.name)),
      isOpen: schema.additionalProperties !== false,
    }
  }

  function readArray(schema: Schema, items: Schema, name: string): Shape {
    return {
      type: 'array',
      item: read(items, name),
      minItems: schema.minItems ?? 0,
      maxItems: schema.maxItems ?? Number.POSITIVE_INFINITY,
      mayStayEmpty: name === 'sampledValue',
    }
  }

  return read(root, '')
}

function readEnum(values: string[]): Shape {
  return {
    type: 'enum',
    values: new Set(values),
    byLowerCase: new Map(values.map((value) => [value.toLowerCase(), value])),
    mayBeOther: false,
  }
}

function readText(schema: Schema, name: string): Shape {
  return {
    type: 'text',
    maxLength: schema.maxLength ?? Number.POSITIVE_INFINITY,
    format: schema.format,
    emptyAs: makerNames.has(name) ? 'unknown' : undefined,
  }
}

function readNumber(schema: Schema): Shape {
  return {
    type: 'number',
    isInteger: schema.type === 'integer',
    minimum: schema.minimum ?? Number.NEGATIVE_INFINITY,
    maximum: schema.maximum ?? Number.POSITIVE_INFINITY,
    multipleOf: schema.multipleOf,
  }
}

/** A word of the maker's own says what a value is not: without it, a temperature would be an energy. (V-03) */
function withOtherWords(shape: Shape): Shape {
  return shape.type === 'enum' ? { ...shape, mayBeOther: true } : shape
}

const meaningOfValue = new Set(['context', 'format', 'location', 'measurand', 'phase', 'unit', 'unitOfMeasure'])

// stations boot with an empty maker or model.
const makerNames = new Set(['chargePointVendor', 'chargePointModel', 'vendorName', 'model'])
