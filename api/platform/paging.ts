import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { ListPage, ListPlace } from '#core/list-page.ts'
import { faulty } from './errors.ts'

// platform-api 1.5

export const cursorQuery = {
  per_page: Type.String({ description: 'How many a page has: 1 to 100; 100 without it', examples: ['25'] }),
  cursor: Type.String({ description: 'Where the page begins, as `meta.next_cursor` told; `null` is the first page' }),
}
export const pageQuery = {
  ...cursorQuery,
  page: Type.String({ description: 'The number of a page, the first is 1; an older way that `cursor` replaces' }),
}

type Asked = { per_page?: string; cursor?: string; page?: string }

export type AskedPage = { list: ListPage; perPage: number; page: number | null }

/** Which part of a list is wanted. A list that knows page numbers uses them unless a cursor is given. */
export function readPage(asked: Asked, { numbered = false } = {}): AskedPage {
  const perPage = readPerPage(asked.per_page)
  if (numbered && asked.cursor === undefined) {
    const page = readNumber('page', asked.page ?? '1')
    const skip = (page - 1) * perPage
    if (skip > Number.MAX_SAFE_INTEGER) throw faulty('page', 'The page is beyond every list.')
    return { list: { from: null, skip, limit: perPage }, perPage, page }
  }
  const from = readCursor(asked.cursor)
  // One more tells whether there is another page.
  return { list: { from, skip: 0, limit: perPage + 1 }, perPage, page: null }
}

type Listed = { id: number }

/** One page by cursors: what is read beyond the page only tells that there is more. */
export function cursorPage<T extends Listed>(
  rows: T[],
  { list, perPage }: AskedPage,
): { rows: T[]; next: string | null; prev: string | null } {
  const isBackwards = list.from?.direction === 'before'
  const more = rows.length > perPage
  const shown = isBackwards ? rows.slice(-perPage) : rows.slice(0, perPage)
  const [first, last] = [shown[0], shown.at(-1)]
  const hasNext = isBackwards || more
  const hasPrev = isBackwards ? more : list.from !== null
  return {
    rows: shown,
    next: hasNext && last ? cursorOf({ id: last.id, direction: 'after' }) : null,
    prev: hasPrev && first ? cursorOf({ id: first.id, direction: 'before' }) : null,
  }
}

/** The envelope of a list, with absolute links that carry the filters on. */
export function cursorEnvelope<T>(
  data: T[],
  page: { next: string | null; prev: string | null },
  where: Where,
  perPage: number,
) {
  const { path } = where
  const to = (cursor: string | null) => (cursor === null ? null : linkTo(where, { cursor }))
  return {
    data,
    links: { first: null, last: null, prev: to(page.prev), next: to(page.next) },
    meta: { path, per_page: perPage, next_cursor: page.next, prev_cursor: page.prev },
  }
}

export function numberedEnvelope<T>(
  data: T[],
  { page, perPage, total }: { page: number; perPage: number; total: number },
  where: Where,
) {
  const lastPage = Math.max(1, Math.ceil(total / perPage))
  const from = data.length === 0 ? null : (page - 1) * perPage + 1
  const to = (number: number) => (number < 1 || number > lastPage ? null : linkTo(where, { page: String(number) }))
  const around = numbersAround(page, lastPage)
  return {
    data,
    links: { first: to(1), last: to(lastPage), prev: to(page - 1), next: to(page + 1) },
    meta: {
      current_page: page,
      from,
      last_page: lastPage,
      links: [
        { url: to(page - 1), label: '&laquo; Previous', active: false },
        ...around.map((number) => ({ url: to(number), label: String(number), active: number === page })),
        { url: to(page + 1), label: 'Next &raquo;', active: false },
      ],
      path: where.path,
      per_page: perPage,
      to: from === null ? null : from + data.length - 1,
      total,
    },
  }
}

/** The address that was asked for, without its query, and the query without what makes the page. */
export type Where = { path: string; query: string[] }

export function whereOf(request: Pick<FastifyRequest, 'raw' | 'headers'>, publicUrl: string): Where {
  const [path = '', search = ''] = request.raw.url!.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split('?', 2)
  const query = search.split('&').filter((pair) => pair !== '' && !/^(cursor|page)(=|$)/.test(pair))
  return { path: originOf(request, publicUrl) + path, query }
}

// What a proxy says of itself only decides over links that its own client gets.
function originOf({ headers }: Pick<FastifyRequest, 'headers'>, publicUrl: string): string {
  if (publicUrl !== '') return publicUrl
  const host = /^[\w.:[\]-]{1,255}$/.test(headers.host ?? '') ? headers.host : 'localhost'
  return `${headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'}://${host}`
}

function linkTo({ path, query }: Where, more: Record<string, string>): string {
  return `${path}?${[...query, new URLSearchParams(more).toString()].join('&')}`
}

function numbersAround(page: number, last: number): number[] {
  const numbers = [1, 2, page - 1, page, page + 1, last - 1, last].filter((number) => number >= 1 && number <= last)
  return [...new Set(numbers)].sort((a, b) => a - b)
}

function readPerPage(text: string | undefined): number {
  return text === undefined ? mostOnAPage : Math.min(mostOnAPage, readNumber('per_page', text))
}

function readNumber(name: string, text: string): number {
  const number = Number(text)
  if (!/^\d{1,15}$/.test(text) || number < 1) throw faulty(name, `The ${name} must be a whole number from 1 on.`)
  return number
}

const mostOnAPage = 100

function cursorOf({ id, direction }: ListPlace): string {
  return Buffer.from(JSON.stringify({ id, ...(direction === 'before' ? { before: true } : {}) })).toString('base64url')
}

function readCursor(text: string | undefined): ListPlace | null {
  if (text === undefined || text === '' || text === 'null') return null
  try {
    const { id, before } = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Number.isSafeInteger(id) && id >= 0) return { id, direction: before === true ? 'before' : 'after' }
  } catch {
    // Below.
  }
  throw faulty('cursor', 'The cursor is not one that was given out.')
}

const nullableText = Type.Union([Type.String(), Type.Null()])

/** What frames a list in the API document. */
export const cursorParts = {
  links: Type.Object({ first: nullableText, last: nullableText, prev: nullableText, next: nullableText }),
  meta: Type.Object({
    path: Type.String(),
    per_page: Type.Integer(),
    next_cursor: Type.Optional(nullableText),
    prev_cursor: Type.Optional(nullableText),
  }),
}
const nullableNumber = Type.Union([Type.Integer(), Type.Null()])
export const numberedParts = {
  links: cursorParts.links,
  meta: Type.Object({
    path: Type.String(),
    per_page: Type.Integer(),
    next_cursor: Type.Optional(nullableText),
    prev_cursor: Type.Optional(nullableText),
    current_page: Type.Optional(Type.Integer()),
    from: Type.Optional(nullableNumber),
    last_page: Type.Optional(Type.Integer()),
    links: Type.Optional(Type.Array(Type.Object({ url: nullableText, label: Type.String(), active: Type.Boolean() }))),
    to: Type.Optional(nullableNumber),
    total: Type.Optional(Type.Integer()),
  }),
}
