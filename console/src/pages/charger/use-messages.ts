import { useEffect, useRef, useState } from 'react'
import type { Messages } from '../../../../api/console/wire/chargers.ts'
import { get, type Query } from '../../api/request.ts'
import { useLive, useTopics } from '../../live/live.ts'
import { addPage, emptyTail, type MessageFilter, receive, resume, type Tail } from './message-tail.ts'

export interface MessageLog {
  tail: Tail
  loading: boolean
  error: unknown
  loadOlder: () => void
  /** Shows what waited while the list stood still. */
  showWaiting: () => void
  /** Reads everything anew. */
  reload: () => void
}

const pageSize = 100

/** The message log of a charger: pages that are read, and the live tail. While `held`, what is new waits beside it. */
export function useMessages(chargerId: number, filter: MessageFilter, held: boolean): MessageLog {
  const [tail, setTail] = useState<Tail>(emptyTail)
  const [loading, setLoading] = useState(true)
  const [error, setError] = useState<unknown>(null)
  const [run, setRun] = useState(0)
  const reading = useRef<AbortController>(null)
  const { q, action, direction, problems } = filter

  async function read(query: Query, replace: boolean) {
    reading.current?.abort()
    const own = new AbortController()
    reading.current = own
    setLoading(true)
    try {
      const asked = { q, action, direction, problems: problems || undefined, limit: pageSize, ...query }
      const page = await get<Messages>(`chargers/${chargerId}/messages`, asked, own.signal)
      if (own.signal.aborted) return
      setTail((known) => addPage(known, page))
      setError(null)
    } catch (failure) {
      if (own.signal.aborted) return
      if (replace) setTail(emptyTail)
      setError(failure)
    }
    setLoading(false)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: `run` reads anew; `read` is made of the others
  useEffect(() => {
    setTail(emptyTail)
    void read({}, true)
    return () => reading.current?.abort()
  }, [chargerId, q, action, direction, problems, run])

  useTopics([`log:${chargerId}`])
  useLive('messages', ({ chargerId: of, messages, missed }) => {
    if (of === chargerId) setTail((known) => receive(known, { messages, missed, held, filter }))
  })
  useLive('reset', () => setRun((known) => known + 1))

  return {
    tail,
    loading,
    error,
    loadOlder() {
      const oldest = tail.shown.at(-1)
      // The list was cut: its key is of a message that is not in it any more. One millisecond more, so that none of the
      // same instant is left out; those that are known are told apart by their keys.
      if (tail.cut && oldest) void read({ to: new Date(Date.parse(oldest.at) + 1).toISOString() }, false)
      else if (tail.next !== null) void read({ before: tail.next }, false)
    },
    showWaiting: () => setTail(resume),
    reload: () => setRun((known) => known + 1),
  }
}
