import { installedFrom } from '../certificates/installed-certificate.ts'
import type { CommandRequest } from '../commands/requests.ts'
import type { Uses } from '../context.ts'
import { stationVariable } from '../devices/device-variable.ts'
import { itemsOf } from '../devices/setting-values.ts'
import type { Errand } from '../errands/errand.ts'
import { Problem } from '../errors.ts'
import type { Charger } from './charger.ts'
import { freeSlot } from './security-profile-move.ts'

type Used = Uses<
  'certificates' | 'chargerLink' | 'chargers' | 'devices' | 'issuedCertificates' | 'now' | 'settings' | 'transaction'
>

/**
 * Begins to move a charger to a higher security profile (S-07, A05). Never to a lower one (S6).
 *
 * What the charger needs to come back is looked at first: our root, and a certificate of its own for profile 3. For a
 * while it may come by either profile; with its first success by the new one the old one is over, and when it does not
 * come in time everything is as it was. 2.x has to be told the address to come to.
 */
export async function raiseSecurityProfile(
  ctx: Used,
  charger: Charger,
  { profile, url }: { profile: number; url: string | null },
): Promise<Errand> {
  const standing = await ctx.transaction((tx) => tx.profileMoves.standing(charger.id))
  if (!standing || standing.protocol === null)
    throw conflict('The charger was never here: nobody knows what it speaks.')
  if (profile <= standing.securityProfile)
    throw conflict(`The charger has profile ${standing.securityProfile} already.`)
  await checkPreconditions(ctx, charger, profile)
  const request = await requestOf(ctx, charger, { profile, url, protocol: standing.protocol })

  const until = ctx.now().add({ seconds: Math.round(windowSeconds * ctx.settings.clockRate) })
  const errand = await ctx.transaction(async (tx) => {
    if (await tx.errands.find(charger, 'security-profile', null)) throw conflict('The charger is being moved already.')
    await tx.chargers.credentials.setNextProfile(charger.id, { profile, until })
    const command = await tx.commands.add(charger, request, until, { waits: true })
    await tx.audit('charger.security_profile_move_begun', charger.identity, { profile, command: command.id })
    return tx.errands.open(charger, {
      kind: 'security-profile',
      commandId: command.id,
      asked: { profile, url, priority: await priorityOf(ctx, charger), slot: 'slot' in request ? request.slot : null },
      // The move has an end of its own, which takes everything back.
      deadlineAt: until.add({ seconds: Math.round(60 * ctx.settings.clockRate) }),
    })
  })
  ctx.chargerLink.commandsWaiting(charger)
  return errand
}

/** A05.FR.02, A05.FR.03 */
async function checkPreconditions(ctx: Used, charger: Charger, profile: number): Promise<void> {
  if (profile < 2) return
  const installed = (await ctx.devices.installed(charger.id, 'certificate')).map(installedFrom)
  if (!installed.some(({ use }) => use === 'CSMSRootCertificate')) {
    throw conflict('The charger has no root of this server, or was never asked. Install one, or list its certificates.')
  }
  if (profile < 3) return
  const now = ctx.certificates.now()
  const issued = await ctx.issuedCertificates.list(charger.id)
  const isGood = issued.some(
    ({ kind, revokedAt, notAfter }) =>
      kind === 'charger' && revokedAt === null && Temporal.Instant.compare(notAfter, now) > 0,
  )
  if (!isGood) throw conflict('The charger has no certificate of its own. Have it ask for one first.')
}

type Wanted = { profile: number; url: string | null; protocol: string }

async function requestOf(ctx: Used, charger: Charger, { profile, url, protocol }: Wanted): Promise<CommandRequest> {
  if (protocol === '1.6') return { kind: 'set-security-profile', profile }
  if (url === null) {
    throw new Problem('invalid_value', 'A charger of OCPP 2.x has to be told the address.', { subject: 'url' })
  }
  const fault = addressFault(url, profile)
  if (fault !== null) throw new Problem('invalid_value', fault, { subject: 'url' })
  const place = stationVariable('OCPPCommCtrlr', 'NetworkConfigurationPriority')
  const variable = await ctx.devices.variable(charger.id, place)
  const allowed = numbersOf(variable?.characteristics?.valuesList ?? '')
  return { kind: 'set-network-profile', slot: freeSlot(numbersOf(variable?.value ?? ''), allowed), url, profile }
}

function addressFault(text: string, profile: number): string | null {
  const url = URL.parse(text)
  const scheme = profile < 2 ? 'ws:' : 'wss:'
  if (!url || url.protocol !== scheme) return `The address has to begin with ${scheme}//.`
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'The address has more in it than a place.'
  return text.length > 512 ? 'The address is longer than 512 characters.' : null
}

async function priorityOf(ctx: Pick<Used, 'devices'>, charger: Charger): Promise<string | null> {
  const place = stationVariable('OCPPCommCtrlr', 'NetworkConfigurationPriority')
  return (await ctx.devices.variable(charger.id, place))?.value ?? null
}

export function numbersOf(list: string): number[] {
  return itemsOf(list)
    .map(Number)
    .filter((slot) => Number.isInteger(slot) && slot >= 0)
}

function conflict(message: string): Problem {
  return new Problem('conflict', message, { subject: 'profile' })
}

// 2.x restarts when nobody charges, which may take as long as a charge.
const windowSeconds = 24 * 3_600
