/** Firmware that is being registered, as its form has it. */
export interface FirmwareForm extends Record<string, unknown> {
  where: 'file' | 'url'
  file: File | null
  url: string
  version: string
  sha256: string
  vendor: string
  model: string
  note: string
  signingCertificate: string
  signature: string
}

export const newFirmwareForm: FirmwareForm = {
  where: 'file',
  file: null,
  url: '',
  version: '',
  sha256: '',
  vendor: '',
  model: '',
  note: '',
  signingCertificate: '',
  signature: '',
}

/** What is told of it, without what was left empty. */
export function toldOf(form: FirmwareForm): Record<string, string> {
  const { version, sha256, vendor, model, note, signingCertificate, signature } = form
  const told = { version, sha256, vendor, model, note, signingCertificate, signature }
  return Object.fromEntries(
    Object.entries(told)
      .map(([name, text]) => [name, text.trim()])
      .filter(([, text]) => text !== ''),
  )
}
