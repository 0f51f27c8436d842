import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './preview-box.module.css'

/** What something would do to chargers, before it is done. */
export function PreviewBox({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className={classes.preview} role="status">
      {children}
    </section>
  )
}

export function PreviewNote({ isWarning, children }: { isWarning?: boolean; children: ReactNode }) {
  const Glyph = isWarning ? IconAlertTriangle : IconInfoCircle
  return (
    <p className={classes.note} data-tone={isWarning ? 'warn' : undefined}>
      <Glyph size={17} aria-hidden />
      <span>{children}</span>
    </p>
  )
}

/** So many names say whom it takes. */
const mostNames = 8

/** The first of those who are meant; `more` says how many others there are. */
export function namesText(names: readonly string[], more: (count: number) => string): string {
  const shown = names.slice(0, mostNames).join(', ')
  return names.length > mostNames ? `${shown} ${more(names.length - mostNames)}` : shown
}

export function Names({ children }: { children: ReactNode }) {
  return <p className={classes.names}>{children}</p>
}
