import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './section.module.css'

interface SectionProps {
  title: string
  count?: string | undefined
  beside?: ReactNode
  children: ReactNode
}

/** A part of the overview under its heading. */
export function Section({ title, count, beside, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <Title order={2} className={classes.title}>
          {title}
          {count && <span className={`${classes.count} numbers`}>{count}</span>}
        </Title>
        {beside}
      </div>
      {children}
    </section>
  )
}
