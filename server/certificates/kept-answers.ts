export type KeptAnswers<T> = (
  key: string,
  find: () => Promise<{ answer: T; until: Temporal.Instant | null }>,
) => Promise<T>

type Kept<T> = { answer: T; until: Temporal.Instant; renewAt: Temporal.Instant }

/**
 * Keeps answers for as long as they hold. However many ask for one at once, it is found once; shortly before its end it
 * is found anew while the former still counts. One without an end, and a failure, is for those who asked and nobody else.
 */
export function keptAnswers<T>({ now, most }: { now(): Temporal.Instant; most: number }): KeptAnswers<T> {
  const kept = new Map<string, Kept<T>>()
  const underWay = new Map<string, Promise<T>>()

  return (key, find) => {
    const known = kept.get(key)
    const isGood = known !== undefined && Temporal.Instant.compare(known.until, now()) > 0
    if (isGood && Temporal.Instant.compare(known.renewAt, now()) > 0) return Promise.resolve(known.answer)
    const asked = underWay.get(key) ?? begin(key, find)
    if (!isGood) return asked
    asked.catch(() => undefined)
    return Promise.resolve(known.answer)
  }

  function begin(key: string, find: Parameters<KeptAnswers<T>>[1]): Promise<T> {
    const asked = find()
      .then(({ answer, until }) => {
        if (until !== null) keep(key, answer, until)
        return answer
      })
      .finally(() => underWay.delete(key))
    underWay.set(key, asked)
    return asked
  }

  function keep(key: string, answer: T, until: Temporal.Instant): void {
    const left = now().until(until).total('seconds')
    if (left <= 0) return
    kept.delete(key)
    if (kept.size >= most) kept.delete(kept.keys().next().value!)
    kept.set(key, { answer, until, renewAt: until.subtract({ seconds: Math.ceil(Math.min(left / 10, earliest)) }) })
  }
}

const earliest = 300
