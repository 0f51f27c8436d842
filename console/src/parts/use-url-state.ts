import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'

/** How long typing has to pause before the address follows. */
const pauseMs = 250

/**
 * The state of a list, kept in the address: texts by name, with their defaults, which are left out of the address.
 * What is set shows at once; the address follows, without a new entry in the history.
 */
export function useUrlState<T extends Record<string, string>>(defaults: T): [T, (patch: Partial<T>) => void] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const [pending, setPending] = useState<Partial<T>>({})
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const names = Object.keys(defaults) as (keyof T & string)[]

  const fromUrl = names.map((name) => search[name] ?? defaults[name]).join('\u0001')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the defaults of a page do not change
  const state = useMemo(() => {
    const values = fromUrl.split('\u0001')
    return { ...Object.fromEntries(names.map((name, place) => [name, values[place] ?? ''])), ...pending } as T
  }, [fromUrl, pending])

  useEffect(() => () => clearTimeout(timer.current), [])

  function set(patch: Partial<T>) {
    const next = { ...pending, ...patch }
    setPending(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const changed = Object.fromEntries(
        Object.entries(next).map(([name, value]) => [name, value === defaults[name] ? undefined : value]),
      )
      void navigate({
        to: '.',
        search: ((before: object) => ({ ...before, ...changed })) as never,
        replace: true,
        resetScroll: false,
      }).then(() => setPending((now) => (now === next ? {} : now)))
    }, pauseMs)
  }

  const latest = useRef(set)
  useEffect(() => {
    latest.current = set
  })
  return [state, useCallback((patch: Partial<T>) => latest.current(patch), [])]
}
