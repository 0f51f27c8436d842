/** The part of JSON Schema that the published OCPP schemas use. */
export interface JsonSchema {
  $ref?: string
  definitions?: Record<string, JsonSchema>
  description?: string
  type?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  enum?: string[]
  maxLength?: number
  format?: string
  minimum?: number
  maximum?: number
  multipleOf?: number
}

export type JsonObject = Record<string, unknown>

/** The schema itself, where it refers to another one of the same message. */
export function resolved(root: JsonSchema, schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema
  return root.definitions?.[schema.$ref.replace('#/definitions/', '')] ?? {}
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Members that every object may have and nobody fills in here. */
export const isAside = (name: string): boolean => name === 'customData'
