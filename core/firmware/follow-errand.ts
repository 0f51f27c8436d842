import type { ChargerRef, Uses } from '../context.ts'
import type { Errand, ErrandKind } from '../errands/errand.ts'

type FollowedKind = Extract<ErrandKind, 'diagnostics' | 'firmware' | 'log' | 'publish-firmware'>

export type Told = {
  requestId: number | null
  /** In the charger's own word. */
  status: string
  detail?: string | null
  result?: Record<string, unknown>
}

/**
 * Takes in what a charger says of an errand that it goes on with (J-01).
 *
 * States may be missing, come again, or come of an errand that nobody has asked for; one that has ended stays as it
 * ended. `Idle` means that there is nothing that it is at: it ends an errand that it has spoken of before, or that it
 * should have begun by now.
 */
export async function followErrand(
  ctx: Uses<'commands' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  kinds: readonly [FollowedKind, ...FollowedKind[]],
  told: Told,
): Promise<void> {
  const { requestId, status, detail = null, result } = told
  const ending = endingOf(status)
  await ctx.transaction(async (tx) => {
    let errand: Errand | null = null
    for (const kind of kinds) errand ??= await tx.errands.find(charger, kind, requestId)
    // Chargers forget the number, or make one up: without one of ours it is what is open.
    if (!errand && requestId !== null && requestId <= 0) {
      for (const kind of kinds) errand ??= await tx.errands.find(charger, kind, null)
    }
    if (!errand) {
      if (ending !== null || status === 'Idle') return
      const deadlineAt = ctx.now().add({ seconds: Math.round(unaskedSeconds * ctx.settings.clockRate) })
      errand = await tx.errands.open(charger, { kind: kinds[0], requestId, deadlineAt, asked: { unasked: true } })
    }
    if (errand.state !== 'open') return
    if (status === 'Idle' && !(await isOverWhenIdle(ctx, errand))) return
    await tx.errands.progress(errand, { progress: status, detail })
    if (status === 'Idle') await tx.errands.end(errand, 'failed', { reason: 'the charger is at nothing any more' })
    else if (ending !== null) await tx.errands.end(errand, ending, { ...result, status })
  })
}

async function isOverWhenIdle(ctx: Uses<'commands' | 'now' | 'settings'>, errand: Errand): Promise<boolean> {
  if (errand.progress !== null && errand.progress !== 'Accepted') return true
  const command = errand.commandId === null ? null : await ctx.commands.find(errand.commandId)
  const request = command?.request
  const begins = request?.kind === 'update-firmware' && request.retrieveAt !== null ? request.retrieveAt : null
  const dueAt = begins === null ? errand.createdAt : Temporal.Instant.from(begins)
  const grace = Math.round(graceSeconds * ctx.settings.clockRate)
  return Temporal.Instant.compare(ctx.now(), dueAt.add({ seconds: grace })) > 0
}

/** Whether nothing follows after this word, and how it has ended; null while it goes on. */
export function endingOf(status: string): 'done' | 'failed' | 'cancelled' | null {
  return endings[status] ?? null
}

const endings: Record<string, 'done' | 'failed' | 'cancelled'> = {
  Installed: 'done',
  Published: 'done',
  Uploaded: 'done',
  DownloadFailed: 'failed',
  InstallationFailed: 'failed',
  InstallVerificationFailed: 'failed',
  InvalidSignature: 'failed',
  InvalidChecksum: 'failed',
  PublishFailed: 'failed',
  UploadFailed: 'failed',
  UploadFailure: 'failed',
  BadMessage: 'failed',
  NotSupportedOperation: 'failed',
  PermissionDenied: 'failed',
  AcceptedCanceled: 'cancelled',
}

// A charger may say what it is at before it has begun with what it just agreed to.
const graceSeconds = 60
const unaskedSeconds = 86_400
