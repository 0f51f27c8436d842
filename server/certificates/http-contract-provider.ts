import type { ContractAnswer, ContractProvider } from '#core/certificates/contract-provider.ts'
import type { Log } from '#core/context.ts'
import type { AskOutside } from './ask-outside.ts'

/**
 * A provider of contract certificates that is asked over HTTP: it gets the vehicle's request as JSON, and answers with
 * `{"exiResponse": "…", "remainingContracts": 0}`. It has five seconds, less than the vehicle's own patience.
 */
export function httpContractProvider(
  { url, token }: { url: string; token: string | null },
  { ask, log }: { ask: AskOutside; log: Log },
): ContractProvider {
  return {
    async certificateFor({ schemaVersion, action, exiRequest, mostContracts, emaids }) {
      const body = JSON.stringify({
        iso15118SchemaVersion: schemaVersion,
        action,
        exiRequest,
        ...(mostContracts === null ? {} : { maximumContractCertificateChains: mostContracts }),
        ...(emaids.length === 0 ? {} : { prioritizedEMAIDs: emaids }),
      })
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      }
      try {
        return answerIn(await ask(url, { method: 'POST', headers, body, timeoutMs: 4_900, mostBytes: 100_000 }))
      } catch (error) {
        log.warn({ err: error }, 'the provider of contracts did not answer')
        return null
      }
    },
  }
}

function answerIn(bytes: Buffer): ContractAnswer {
  const answer = JSON.parse(bytes.toString()) as Record<string, unknown> | null
  const { exiResponse, remainingContracts } = answer ?? {}
  if (typeof exiResponse !== 'string' || exiResponse === '') throw new Error('the answer holds no exiResponse')
  const remaining =
    typeof remainingContracts === 'number' && remainingContracts >= 0 ? Math.floor(remainingContracts) : null
  return { exiResponse, remainingContracts: remaining }
}
