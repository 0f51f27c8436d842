import type { FirmwareSigning } from '../commands/requests/firmware.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { addressFault } from '../files/charger-address.ts'
import { receiveFile } from '../files/receive-file.ts'
import { plainName } from '../files/receive-log.ts'
import { isSignedBy, signingFault } from './check-signature.ts'
import type { Firmware } from './firmware.ts'

export type FirmwareToRegister = {
  vendor: string | null
  model: string | null
  version: string
  /** As 64 hexadecimal digits. */
  sha256: string
  signing: FirmwareSigning | null
  note: string
}

type Used = Pick<Context, 'files' | 'now' | 'transaction'>

/** What lies at an address; the server calls nothing that is not outside (S16). */
export type DigestOutside = (url: string) => Promise<{ sha256: Buffer; size: number }>

/**
 * Registers firmware whose file we keep. Its hash must be the one that was told, so that what was changed on its way
 * is not kept (S22), and its signature must be one of this file.
 */
export async function registerFirmwareFile(
  ctx: Used,
  told: FirmwareToRegister,
  { name, content, mostBytes }: { name: string; content: AsyncIterable<Buffer>; mostBytes: number },
): Promise<Firmware> {
  checkTold(told, ctx.now())
  const file = { kind: 'firmware' as const, chargerId: null, errandId: null, name: plainName(name) }
  const received = await receiveFile(ctx, file, { content, mostBytes })
  if (received === 'too-large') throw new Problem('invalid_value', 'The file is too large.', { subject: 'file' })
  try {
    const { id, size, sha256, md5 } = received
    if (size === 0) throw new Problem('invalid_value', 'The file is empty.', { subject: 'file' })
    if (!sha256.equals(hashIn(told))) {
      throw new Problem('invalid_value', 'The file has another hash than was told.', { subject: 'sha256' })
    }
    if (told.signing && !(await isSignedBy(() => ctx.files.read(id, 0, size), told.signing))) {
      throw new Problem('invalid_value', 'The signature is not one of this file.', { subject: 'signature' })
    }
    return await keep(ctx, told, { fileId: id, url: null, size, md5 })
  } catch (error) {
    await ctx.transaction((tx) => tx.files.remove(received.id))
    throw error
  }
}

/** Registers firmware that lies elsewhere. It is fetched once to compare its hash, where `digest` can do that. */
export async function registerFirmwareAddress(
  ctx: Used,
  told: FirmwareToRegister & { url: string },
  digest: DigestOutside | null,
): Promise<Firmware> {
  const { url } = told
  checkTold(told, ctx.now())
  const fault = addressFault(url)
  if (fault !== null) throw new Problem('invalid_value', fault, { subject: 'url' })
  if (URL.parse(url)?.protocol !== 'https:') {
    throw new Problem('invalid_value', 'Firmware elsewhere must have an https address.', { subject: 'url' })
  }
  const found = digest ? await digest(url) : null
  if (found && !found.sha256.equals(hashIn(told))) {
    throw new Problem('invalid_value', 'What lies there has another hash than was told.', { subject: 'sha256' })
  }
  return keep(ctx, told, { fileId: null, url, size: found?.size ?? null, md5: null })
}

/** No charger gets it any more; campaigns that run with it go no further. */
export async function retireFirmware(ctx: Pick<Context, 'transaction'>, id: number): Promise<Firmware> {
  return ctx.transaction(async (tx) => {
    const firmware = await tx.firmware.retire(id)
    if (!firmware) throw new Problem('not_found', `There is no firmware ${id}.`, { subject: 'id' })
    await tx.audit('firmware.retired', firmware.version, { firmware: id })
    return firmware
  })
}

function keep(
  ctx: Used,
  { vendor, model, version, signing, note, ...told }: FirmwareToRegister,
  place: Pick<Firmware, 'fileId' | 'url' | 'size' | 'md5'>,
): Promise<Firmware> {
  const sha256 = hashIn(told)
  return ctx.transaction(async (tx) => {
    if (place.fileId !== null) await tx.files.complete(place.fileId, { size: place.size!, sha256 })
    const firmware = await tx.firmware.add({ vendor, model, version, signing, note, sha256, ...place })
    if (!firmware) throw new Problem('conflict', 'This version is registered already.', { subject: 'version' })
    await tx.audit('firmware.registered', version, { firmware: firmware.id, sha256: sha256.toString('hex') })
    return firmware
  })
}

function checkTold({ sha256, signing, version }: FirmwareToRegister, now: Temporal.Instant): void {
  if (!/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new Problem('invalid_value', 'The hash must be SHA-256 as 64 hexadecimal digits.', { subject: 'sha256' })
  }
  if (version.trim() === '')
    throw new Problem('invalid_value', 'The version must not be empty.', { subject: 'version' })
  const fault = signing ? signingFault(signing, now) : null
  if (fault !== null) throw new Problem('invalid_value', fault, { subject: 'signing' })
}

function hashIn({ sha256 }: Pick<FirmwareToRegister, 'sha256'>): Buffer {
  return Buffer.from(sha256, 'hex')
}
