export type SignedMeterValue = {
  signedMeterData?: string
  signingMethod?: string
  encodingMethod?: string
  publicKey?: string
}

/** Some chargers send OCMF without saying that it is signed. */
export function isSigned({ format, value }: { format?: unknown; value?: unknown }): boolean {
  if (format === undefined || format === 'Raw') return typeof value === 'string' && value.startsWith('OCMF|')
  return String(format).toLowerCase() === 'signeddata'
}

/** 1.6 carries the four fields of 2.x as JSON text, or the container alone. (V-14, Q-166) */
export function signedValueIn(value: unknown): SignedMeterValue {
  if (typeof value !== 'string') return {}
  return fieldsIn(value) ?? { signedMeterData: value }
}

function fieldsIn(text: string): SignedMeterValue | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    const fields = JSON.parse(text) as SignedMeterValue
    return typeof fields.signedMeterData === 'string' ? fields : null
  } catch {
    return null // a container of a format that begins with a brace
  }
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
