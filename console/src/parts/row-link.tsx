import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'

interface RowLinkProps {
  /** The path within the console. */
  to: string
  className?: string | undefined
  children: ReactNode
}

/** A `PageLink` that costs next to nothing, for the rows of long tables. */
export function RowLink({ to, className, children }: RowLinkProps) {
  const router = useRouter()
  const href = `${router.basepath === '/' ? '' : router.basepath}${to}`

  function onClick(event: MouseEvent) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void router.navigate({ to: to as '/' })
  }

  return (
    <a href={href} className={className} onClick={onClick} data-row-link>
      {children}
    </a>
  )
}
