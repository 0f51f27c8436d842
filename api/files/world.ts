import type { RequestWatch } from '#api/http/request.ts'
import type { Context } from '#core/context.ts'

/** What the door for files needs from outside. */
export type FilesWorld = RequestWatch & {
  /** The context of the tenant whose ticket this is; null when it is nobody's. */
  contextOf(ticket: string): Promise<Context | null>
}

export type FilesSettings = {
  /** Stands before every path; empty or beginning with a slash: `/charging`. */
  basePath: string
  mostLogBytes: number
}
