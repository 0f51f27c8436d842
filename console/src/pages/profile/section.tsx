import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './profile-page.module.css'

interface SectionProps {
  /** Also the address of the section within the page. */
  id: string
  title: string
  beside?: ReactNode
  text?: string
  children: ReactNode
}

/** A part of the profile with its title. */
export function Section({ id, title, beside, text, children }: SectionProps) {
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <Title order={2} id={id} className={classes.title}>
          {title}
        </Title>
        {beside}
      </div>
      {text && <p className={classes.text}>{text}</p>}
      {children}
    </section>
  )
}
