import type { LiveSession } from '#core/live/live-charger.ts'

type Mark = { at: Temporal.Instant; energyWh: number }

/**
 * What sessions have got since an instant, by how their meters stood at about that time: vehicles say in the middle of a
 * session what they still need. Of what was before it was watched nothing is known, and nothing counts.
 */
export class SessionEnergy {
  readonly #marks = new Map<number, Mark[]>()

  /** Asked with every look at a site; a mark a minute is kept, for some hours. */
  note(sessions: Iterable<Pick<LiveSession, 'id' | 'energyWh'>>, now: Temporal.Instant): void {
    const known = new Set<number>()
    for (const { id, energyWh } of sessions) {
      known.add(id)
      const marks = this.#marks.get(id) ?? []
      this.#marks.set(id, marks)
      const last = marks.at(-1)
      if (last && now.since(last.at).total('seconds') < everySeconds) continue
      marks.push({ at: now, energyWh })
      if (marks.length > mostMarks) marks.shift()
    }
    for (const id of this.#marks.keys()) if (!known.has(id)) this.#marks.delete(id)
  }

  since({ id, energyWh }: Pick<LiveSession, 'id' | 'energyWh'>, at: Temporal.Instant): number {
    const marks = this.#marks.get(id) ?? []
    const mark = marks.findLast((one) => Temporal.Instant.compare(one.at, at) <= 0) ?? marks[0]
    return Math.max(0, energyWh - (mark?.energyWh ?? energyWh))
  }
}

const everySeconds = 60
const mostMarks = 12 * 60
