import { Link } from '@tanstack/react-router'
import type { AriaAttributes, ReactNode } from 'react'

interface PageLinkProps extends AriaAttributes {
  /** The path within the console: `/chargers/12`. */
  to: string
  search?: Record<string, string> | undefined
  hash?: string
  className?: string | undefined
  title?: string | undefined
  children: ReactNode
}

/** A link to another page of the console, loaded ahead when it is pointed at. Use it as Mantine's `component`, too. */
export function PageLink({ to, search, ...rest }: PageLinkProps) {
  return <Link to={to as '/'} search={(search ?? {}) as never} {...rest} />
}
