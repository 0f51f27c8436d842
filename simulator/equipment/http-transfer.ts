import { type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'

/** What a charger trusts and how long it waits, of real time. */
export type TransferOptions = { authorities: readonly string[]; signal: AbortSignal }

export type TransferOutcome =
  | { kind: 'done'; status: number; bytes: Buffer }
  | { kind: 'status'; status: number }
  | { kind: 'unreachable' }
  /** No address that we can use. */
  | { kind: 'unsupported' }

/** Gets a file by HTTP or HTTPS, following no redirect. */
export function download(url: string, options: TransferOptions): Promise<TransferOutcome> {
  return transfer(url, 'GET', null, options)
}

/** Sends a file by HTTP or HTTPS with PUT, or with POST where PUT is not allowed. An address of a folder gets the name. */
export async function upload(
  url: string,
  file: { name: string; text: string },
  options: TransferOptions,
): Promise<TransferOutcome> {
  const target = url.endsWith('/') ? `${url}${encodeURIComponent(file.name)}` : url
  const outcome = await transfer(target, 'PUT', file, options)
  const isRefused = outcome.kind === 'status' && (outcome.status === 405 || outcome.status === 501)
  return isRefused ? transfer(target, 'POST', file, options) : outcome
}

function transfer(
  url: string,
  method: 'GET' | 'PUT' | 'POST',
  file: { name: string; text: string } | null,
  { authorities, signal }: TransferOptions,
): Promise<TransferOutcome> {
  const parsed = URL.parse(url)
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') return Promise.resolve({ kind: 'unsupported' })
  const body = file === null ? null : Buffer.from(file.text)
  const options: RequestOptions & { ca?: string[] } = {
    method,
    signal: AbortSignal.any([signal, AbortSignal.timeout(withinRealMs)]),
    headers: body && file ? headersOf(file.name, body) : {},
    ...(authorities.length > 0 ? { ca: [...authorities] } : {}),
  }
  return new Promise((resolve) => {
    const send = parsed.protocol === 'https:' ? requestSecure : requestPlain
    const request = send(parsed, options, (response) => void read(response).then(resolve))
    request.on('error', () => resolve({ kind: 'unreachable' }))
    request.end(body ?? undefined)
  })
}

async function read(response: IncomingMessage): Promise<TransferOutcome> {
  const status = response.statusCode ?? 0
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > largestBytes) return { kind: 'unreachable' }
      chunks.push(chunk)
    }
  } catch {
    return { kind: 'unreachable' }
  }
  return status >= 200 && status < 300
    ? { kind: 'done', status, bytes: Buffer.concat(chunks) }
    : { kind: 'status', status }
}

function headersOf(name: string, body: Buffer): Record<string, string> {
  return {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(body.length),
    'content-disposition': `attachment; filename="${name}"`,
  }
}

const withinRealMs = 60_000
const largestBytes = 64 * 1024 * 1024
