import { Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Logo } from '../../shell/logo.tsx'
import classes from './login-frame.module.css'

/** The frame of the pages before the console. */
export function LoginFrame({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Voltyard`
  }, [title])
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <div className={classes.brand}>
          <Logo size={36} />
          <span>Voltyard</span>
        </div>
        <Title order={1} className={classes.title}>
          {title}
        </Title>
        {children}
      </div>
    </main>
  )
}
