import { useMemo, useState } from 'react'
import { isJsonObject, type JsonObject, type JsonSchema } from './json-schema.ts'
import { type Fault, faultsOf } from './payload-faults.ts'

export interface Payload {
  /** As it stands in the editor. */
  text: string
  setText: (text: string) => void
  /** Null while the text is no JSON object. */
  value: JsonObject | null
  setValue: (value: JsonObject) => void
  faults: readonly Fault[]
}

/** A payload that is edited as text and by a form at once; the text is what counts. */
export function usePayload(schema: JsonSchema | undefined): Payload {
  const [text, setText] = useState('{}')
  const value = useMemo(() => objectFrom(text), [text])
  const faults = useMemo(() => (schema && value ? faultsOf(schema, value) : []), [schema, value])
  return { text, setText, value, setValue: (next) => setText(JSON.stringify(next, null, 2)), faults }
}

function objectFrom(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : null
  } catch {
    return null
  }
}
