import type { Context } from '#core/context.ts'
import type { NewPresystemLink } from '#core/vdv463/presystem-link.ts'

/** Keeps on record how telling a planning system goes: at once when that changes, else every ten seconds at most. */
export function linkStatus(ctx: Pick<Context, 'now' | 'actor' | 'log' | 'transaction'>, siteId: number) {
  const link: NewPresystemLink = {
    ...{ siteId, client: ctx.actor.name, presystem: '', connectedAt: ctx.now(), disconnectedAt: null },
    ...{ sentAt: null, confirmedAt: null, failingSince: null, error: null },
  }
  let keptMs = Number.NEGATIVE_INFINITY
  let keeping: Promise<void> = Promise.resolve()

  const keep = (isUrgent: boolean) => {
    // One that never said who it is was never told anything.
    if (link.presystem === '') return
    if (!isUrgent && performance.now() - keptMs < calmMs) return
    keptMs = performance.now()
    const now = { ...link }
    keeping = keeping
      .then(() => ctx.transaction((tx) => tx.presystemLinks.note(now)))
      .catch((error) => ctx.log.warn({ err: error, siteId }, 'how a planning system does could not be kept'))
  }

  return {
    called(presystem: string) {
      const isNew = link.presystem !== presystem
      link.presystem = presystem
      if (isNew) keep(true)
    },
    sent() {
      link.sentAt = ctx.now()
    },
    confirmed() {
      const isNew = link.confirmedAt === null || link.error !== null
      Object.assign(link, { confirmedAt: ctx.now(), failingSince: null, error: null })
      keep(isNew)
    },
    failed(error: string) {
      const isNew = link.error !== error
      Object.assign(link, { failingSince: link.failingSince ?? ctx.now(), error })
      keep(isNew)
    },
    disconnected() {
      link.disconnectedAt = ctx.now()
      keep(true)
    },
    /** Resolves when all of it is on record. */
    kept: () => keeping,
  }
}

const calmMs = 10_000
