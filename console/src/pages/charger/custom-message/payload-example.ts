import { isAside, type JsonObject, type JsonSchema, resolved } from './json-schema.ts'

/**
 * The smallest payload that fits the schema: only what is required, with harmless values where there is a choice.
 * `at` is the moment that times are filled with.
 */
export function exampleOf(root: JsonSchema, at: string): JsonObject {
  return objectOf(root, root, at)
}

function objectOf(root: JsonSchema, schema: JsonSchema, at: string): JsonObject {
  const members = (schema.required ?? []).filter((name) => !isAside(name))
  return Object.fromEntries(
    members.map((name) => [name, exampleValue(root, schema.properties?.[name] ?? {}, name, at)]),
  )
}

function exampleValue(root: JsonSchema, given: JsonSchema, name: string, at: string): unknown {
  const schema = resolved(root, given)
  if (schema.enum) return schema.enum.find((word) => harmless.has(word)) ?? schema.enum[0]
  switch (schema.type) {
    case 'object':
      return objectOf(root, schema, at)
    case 'array':
      return (schema.minItems ?? 0) > 0 ? [exampleValue(root, schema.items ?? {}, name, at)] : []
    case 'integer':
    case 'number':
      return Math.max(numbers[name] ?? 1, schema.minimum ?? Number.NEGATIVE_INFINITY)
    case 'boolean':
      return false
    default:
      return schema.format === 'date-time' ? at : (texts[name] ?? '')
  }
}

const harmless = new Set([
  'Heartbeat',
  'ISO14443',
  'OnIdle',
  'Operative',
  'Soft',
  'SummaryInventory',
  'TxDefaultProfile',
  'Upsert',
])
const numbers: Record<string, number> = {
  chargingProfileId: 1,
  duration: 3_600,
  limit: 16,
  startPeriod: 0,
  severity: 9,
}
const texts: Record<string, string> = {
  idTag: '04A1B2C3D4E5F6',
  idToken: '04A1B2C3D4E5F6',
  key: 'HeartbeatInterval',
  vendorId: 'com.example',
  location: 'https://example.com/file',
  remoteLocation: 'https://example.com/upload',
}
