import { useEffect, useRef, useState } from 'react'
import type { FoundMessages } from '../../../../api/console/wire/messages.ts'
import { get, type Query } from '../../api/request.ts'
import { serverNow } from '../../clock/server-clock.ts'
import { useLive, useTopics } from '../../live/live.ts'
import { addPage, emptyList, type FoundList, receive, showWaiting } from './found-list.ts'
import { type Filters, queryOf, topicOf } from './message-filters.ts'

export interface FoundMessagesState {
  list: FoundList
  loading: boolean
  error: unknown
  /** Reads older ones, or goes on searching. */
  loadOlder: () => void
  showWaiting: () => void
  /** Searches anew. */
  reload: () => void
}

const pageSize = 100
/** A search that finds little goes on by itself for so many requests. */
const mostInOneGo = 6
const enough = 25

/** Messages of all chargers that pass the filters: pages that are read, and what comes live while `following`. */
export function useFoundMessages(
  filters: Filters,
  { following, held }: { following: boolean; held: boolean },
): FoundMessagesState {
  const [list, setList] = useState<FoundList>(emptyList)
  const [loading, setLoading] = useState(true)
  const [error, setError] = useState<unknown>(null)
  const [run, setRun] = useState(0)
  const reading = useRef<AbortController>(null)
  const asked = useRef<Query>({})
  const { live: _, ...narrowing } = filters
  const key = JSON.stringify(narrowing)

  async function read(start: Query, found: number) {
    reading.current?.abort()
    const own = new AbortController()
    reading.current = own
    setLoading(true)
    try {
      let query = start
      for (let requests = 0, count = found; requests < mostInOneGo; requests++) {
        const page = await get<FoundMessages>('messages', { ...asked.current, limit: pageSize, ...query }, own.signal)
        if (own.signal.aborted) return
        setList((known) => addPage(known, page))
        count += page.items.length
        if (page.next === null || count >= enough) break
        query = { ...start, before: page.next }
      }
      setError(null)
    } catch (failure) {
      if (own.signal.aborted) return
      setError(failure)
    }
    setLoading(false)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: `run` searches anew; `key` is made of the filters
  useEffect(() => {
    setList(emptyList)
    setError(null)
    asked.current = queryOf(filters, serverNow())
    void read({}, 0)
    return () => reading.current?.abort()
  }, [key, run])

  const topic = following ? topicOf(filters) : null
  useTopics(topic === null ? [] : [topic])
  useLive('log', (news) => {
    if (news.topic === topic) setList((known) => receive(known, news, held))
  })
  useLive('reset', () => setRun((known) => known + 1))

  return {
    list,
    loading,
    error,
    loadOlder() {
      const oldest = list.shown.at(-1)
      // The list was cut: one millisecond more, so that none of the same instant is left out.
      if (list.cut && oldest) void read({ to: new Date(Date.parse(oldest.at) + 1).toISOString() }, 0)
      else if (list.next !== null) void read({ before: list.next }, 0)
    },
    showWaiting: () => setList(showWaiting),
    reload: () => setRun((known) => known + 1),
  }
}
