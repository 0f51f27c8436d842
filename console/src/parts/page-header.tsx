import { Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import classes from './page-header.module.css'

interface PageHeaderProps {
  title: string
  /** What stands small above the title, as a link back to the list. */
  above?: ReactNode
  /** Beside the title: a state, a count. */
  beside?: ReactNode
  /** One line below the title. */
  below?: ReactNode
  /** Buttons at the right. */
  actions?: ReactNode
}

/** The head of every page: its only h1, and the title of the browser's tab. */
export function PageHeader({ title, above, beside, below, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Voltyard`
  }, [title])
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        {above && <div className={classes.above}>{above}</div>}
        <div className={classes.line}>
          <Title order={1} className={classes.title}>
            {title}
          </Title>
          {beside}
        </div>
        {below && <div className={classes.below}>{below}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}
