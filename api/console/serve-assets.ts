import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { METHODS } from 'node:http'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { noteRequest, type RequestWatch, watchRequests } from '#api/http/request.ts'
import type { ConsoleSettings } from './world.ts'

type AssetSettings = Pick<ConsoleSettings, 'assets' | 'basePath'>

/**
 * The console's files at the root of the server. It stands last, so it also answers for what is nowhere: browsers that
 * ask for a page get the console, which knows its own addresses, and programs a 404.
 */
export async function createConsoleAssets(watch: RequestWatch, settings: AssetSettings): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    frameworkErrors: (_, request, reply) => {
      answerNotFound(reply.headers(pageHeaders))
      noteRequest(watch, request, reply)
    },
  })
  const readPage = pageSource(settings)
  const { isBuilt } = readPage()
  watchRequests(app, watch)
  app.addHook('onRequest', async (_, reply) => void reply.headers(pageHeaders))
  app.setErrorHandler((error, request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status < 500) return answerNotFound(reply)
    watch.log.error({ err: error, method: request.method }, 'request failed')
    return reply.code(500).send({ code: 500, message: 'Something went wrong on our side.' })
  })

  const answerPage = async (request: FastifyRequest, reply: FastifyReply) => sendPage(readPage(), request, reply)
  const { basePath } = settings
  for (const url of [...new Set([basePath || '/', `${basePath}/`, `${basePath}/index.html`])]) app.get(url, answerPage)
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: settings.assets!,
      prefix: `${basePath}/`,
      index: false,
      preCompressed: true,
      cacheControl: false,
      decorateReply: false,
      dotfiles: 'ignore',
      setHeaders: (reply, path) => void reply.header('cache-control', cachingOf(path)),
    })
  }
  answerTheRest(app, readPage, basePath)
  await app.ready()
  return app
}

/** Where the console's files are, for the dispatcher: below everything else. */
export function assetPrefix({ basePath }: Pick<ConsoleSettings, 'basePath'>): string {
  return basePath
}

type Page = { html: string; etag: string; isBuilt: boolean }

/**
 * Gives the page as it is built now: a console that is built anew under a running server has new names for its files,
 * and the old ones are gone. While it is being built, the page stays the one before.
 */
function pageSource({ assets, basePath }: AssetSettings): () => Page {
  const file = assets === null ? null : join(assets, 'index.html')
  let stamp = file && stampOf(file)
  if (file === null || stamp === null) {
    const page = pageOf(notBuilt, false)
    return () => page
  }
  let page = pageOf(withBase(readFileSync(file, 'utf8'), basePath), true)
  return () => {
    const found = stampOf(file)
    if (found === null || found === stamp) return page
    const html = readFileSync(file, 'utf8')
    // Cut short: it is still being written.
    if (!html.includes('<base')) return page
    page = pageOf(withBase(html, basePath), true)
    stamp = found
    return page
  }
}

function stampOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.mtimeMs} ${found.size}` : null
}

function pageOf(html: string, isBuilt: boolean): Page {
  return { html, isBuilt, etag: `"${createHash('sha256').update(html).digest('base64url').slice(0, 27)}"` }
}

// All addresses in the page are relative to its base, so that deep links find the files.
function withBase(html: string, basePath: string): string {
  return html.replace(/<base\s+href="[^"]*"/i, `<base href="${basePath}/"`)
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Voltyard</title>
<h1>The console is not built</h1>
<p>The server runs, and chargers and programs can reach it. For the console, run
<code>npm run build -w console</code> in the folder of Voltyard, and start the server again.</p>
</html>
`

function sendPage({ html, etag }: Page, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers({ etag, 'cache-control': 'no-cache', vary: 'accept' })
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag)) return reply.code(304).send()
  return reply.type('text/html; charset=utf-8').send(html)
}

// Names in this folder change with the contents.
function cachingOf(path: string): string {
  return path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'
}

function answerTheRest(app: FastifyInstance, readPage: () => Page, basePath: string): void {
  for (const method of METHODS) {
    if (method !== 'CONNECT' && !app.supportedMethods.includes(method)) app.addHttpMethod(method)
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]!
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (isRead && wantsPage(request, path)) return sendPage(readPage(), request, reply)
    if (isRead || (path !== `${basePath}/` && path !== basePath)) return answerNotFound(reply)
    const message = 'This address takes GET, HEAD.'
    return reply.code(405).header('allow', 'GET, HEAD').send({ code: 405, message })
  })
}

function wantsPage({ headers }: FastifyRequest, path: string): boolean {
  const isFile = path.slice(path.lastIndexOf('/')).includes('.')
  return !isFile && /\btext\/html\b/i.test(headers.accept ?? '')
}

function answerNotFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ code: 404, message: 'There is nothing at this address.' })
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "form-action 'self'",
]

const pageHeaders = {
  'content-security-policy': policy.join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}
