import { certificatesListed } from '#core/certificates/take-installed.ts'
import { useOf } from '../certificate-type.ts'
import type { Outcome } from '../outcome.ts'

/** Who asks for all kinds is told of one after the other: 1.6 names one kind in a call. */
export const getInstalledCertificateIds: Outcome<'GetInstalledCertificateIds'> = async (ctx, charger, about) => {
  const { command, request, response } = about
  if (response === null) return
  const use = useOf(request.certificateType)
  const listed = (response.certificateHashData ?? []).map((hash) => ({ use, hash, children: [] }))
  await certificatesListed(ctx, charger, [use], listed)
  if (command.request.kind !== 'list-certificates' || command.request.use !== null) return
  const rest = { kind: 'list-certificates', use: 'ManufacturerRootCertificate' } as const
  await ctx.transaction((tx) => tx.commands.add(charger, rest, command.deadlineAt, { follows: command }))
  ctx.chargerLink.commandsWaiting(charger)
}
