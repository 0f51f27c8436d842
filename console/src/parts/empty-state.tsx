import { Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  icon: Icon
  title: string
  /** What it means and what to do next. */
  children?: ReactNode
  /** Buttons and links. */
  actions?: ReactNode
  tone?: 'quiet' | 'good' | 'bad'
  /** It stands in place of a whole page, whose heading it then is. */
  wholePage?: boolean
}

/** Where a list would be: why there is nothing, and what to do next. */
export function EmptyState({
  icon: Glyph,
  title,
  children,
  actions,
  tone = 'quiet',
  wholePage = false,
}: EmptyStateProps) {
  return (
    <div className={classes.state} data-tone={tone}>
      <span className={classes.icon}>
        <Glyph size={26} stroke={1.6} aria-hidden />
      </span>
      <Title order={wholePage ? 1 : 2} className={classes.title}>
        {title}
      </Title>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
