import type { Uses } from '../context.ts'
import type { ChainFault, StatusQuestion } from './ocsp.ts'

/** What a vehicle has shown for its contract (Plug & Charge): its certificates, or what names them. */
export type ContractShown = {
  /** The contract's id, as it is in its certificate. */
  emaid: string
  /** PEM, the contract's own certificate first. */
  certificates: string | null
  /** What names each of them, with where to ask for it. */
  questions: readonly StatusQuestion[]
}

export type ContractStatus = 'accepted' | 'signature-error' | 'expired' | 'revoked' | 'unavailable' | 'chain-error'

/**
 * Whether a contract's certificates are good (C07, A-10); null when none were shown.
 *
 * A charger that cannot check them by itself sends them whole, and with them alone they are checked here. When no
 * responder answers it is a setting that decides, not chance (S24).
 */
export async function checkContract(
  { certificateChecks }: Uses<'certificateChecks'>,
  { emaid, certificates, questions }: ContractShown,
): Promise<ContractStatus | null> {
  if (certificates === null && questions.length === 0) return null
  let asked = questions
  if (certificates !== null) {
    const found = await certificateChecks.chain(certificates)
    if (found.fault !== null) return faults[found.fault]
    if (!isSameContract(found.commonName, emaid)) return 'chain-error'
    if (asked.length === 0) asked = found.questions
  }
  const issuers = certificates === null ? [] : pemsIn(certificates)
  const answers = await Promise.all(asked.map((question) => certificateChecks.status(question, issuers)))
  const believed = answers.flatMap((answer) => ('failed' in answer || !answer.isVerified ? [] : [answer]))
  if (believed.some(({ status }) => status === 'revoked')) return 'revoked'
  const isKnown = asked.length > 0 && believed.filter(({ status }) => status === 'good').length === asked.length
  return isKnown || certificateChecks.acceptsUnknownStatus ? 'accepted' : 'unavailable'
}

// ISO 15118-2 H.1: with or without hyphens, in either case, with or without the check digit.
function isSameContract(one: string, other: string): boolean {
  const plain = (id: string) => id.replaceAll('-', '').toUpperCase()
  return plain(one).slice(0, 14) === plain(other).slice(0, 14) && plain(one) !== ''
}

function pemsIn(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
}

const faults: Record<ChainFault, ContractStatus> = {
  unreadable: 'chain-error',
  broken: 'chain-error',
  'wrong-signature': 'signature-error',
  expired: 'expired',
  'no-roots': 'unavailable',
}
