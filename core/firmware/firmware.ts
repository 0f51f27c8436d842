import type { FirmwareSigning } from '../commands/requests/firmware.ts'
import { matches, type TemplateSubject } from '../provisioning/template.ts'

/** A firmware that may be installed: which chargers it is for, and the hash of its file. */
export type Firmware = {
  id: number
  /** Patterns in which `*` stands for anything; null fits every charger. */
  vendor: string | null
  model: string | null
  /** As chargers say it once they have it. */
  version: string
  fileId: number | null
  /** Where it lies when it is not with us. */
  url: string | null
  sha256: Buffer
  /** What local controllers ask for (L03); null when we never had the file. */
  md5: Buffer | null
  size: number | null
  signing: FirmwareSigning | null
  note: string
  createdBy: string
  createdAt: Temporal.Instant
  retiredAt: Temporal.Instant | null
}

export type NewFirmware = Omit<Firmware, 'id' | 'createdBy' | 'createdAt' | 'retiredAt'>

export type FirmwareStore = {
  /** Newest first, with those that are retired. */
  list(): Promise<Firmware[]>
  find(id: number): Promise<Firmware | null>
}

export type FirmwareWriter = {
  /** Null when the same version for the same chargers is there already. */
  add(firmware: NewFirmware): Promise<Firmware | null>
  retire(id: number): Promise<Firmware | null>
}

export function firmwareFits(
  firmware: Pick<Firmware, 'vendor' | 'model'>,
  charger: Omit<TemplateSubject, 'firmware'>,
): boolean {
  return matches(firmware.vendor, charger.vendor) && matches(firmware.model, charger.model)
}
