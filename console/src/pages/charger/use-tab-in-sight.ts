import { type RefObject, useEffect, useRef } from 'react'

/** Scrolls a row of tabs, where it is wider than the screen, so that the chosen one is seen. */
export function useTabInSight(tab: string): RefObject<HTMLDivElement | null> {
  const row = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is chosen
  useEffect(() => {
    const chosen = row.current?.querySelector<HTMLElement>('[aria-selected=true]')
    if (!row.current || !chosen) return
    const isInSight =
      chosen.offsetLeft >= row.current.scrollLeft &&
      chosen.offsetLeft + chosen.offsetWidth <= row.current.scrollLeft + row.current.clientWidth
    if (!isInSight) row.current.scrollLeft = chosen.offsetLeft - (row.current.clientWidth - chosen.offsetWidth) / 2
  }, [tab])
  return row
}
