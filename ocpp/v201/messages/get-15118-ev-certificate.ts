import type { Handler } from '../handle.ts'

/** M01, M02: the vehicle's own request goes to the provider of its contract; without one there is no contract. */
export const get15118EVCertificate: Handler<'Get15118EVCertificate'> = async (ctx, _, request) => {
  const { iso15118SchemaVersion, action, exiRequest } = request
  const { maximumContractCertificateChains = null, prioritizedEMAIDs = [] } = request as In21
  const answer = await ctx.contractProvider.certificateFor({
    schemaVersion: iso15118SchemaVersion,
    action: action === 'Install' ? 'install' : 'update',
    exiRequest,
    mostContracts: maximumContractCertificateChains,
    emaids: prioritizedEMAIDs,
  })
  if (answer === null || answer.exiResponse.length > longest(request)) return { status: 'Failed', exiResponse: '' }
  const { exiResponse, remainingContracts } = answer
  // M01.FR.07: of ISO 15118-20, that there are more.
  const remaining = 'maximumContractCertificateChains' in request ? { remainingContracts: remainingContracts ?? 0 } : {}
  return { status: 'Accepted', exiResponse, ...remaining }
}

/** What 2.1 asks besides. */
type In21 = { maximumContractCertificateChains?: number; prioritizedEMAIDs?: string[] }

/** 2.1 takes longer answers; only it says how many contracts may come. */
function longest(request: object): number {
  return 'maximumContractCertificateChains' in request ? 17_000 : 5_600
}
