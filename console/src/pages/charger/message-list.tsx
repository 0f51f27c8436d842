import type { KeyboardEvent } from 'react'
import type { Message } from '../../../../api/console/wire/chargers.ts'
import { useServerNow } from '../../clock/use-server-now.ts'
import { MessageRow } from './message-row.tsx'
import classes from './messages.module.css'

interface MessageListProps {
  label: string
  messages: readonly Message[]
  open: ReadonlySet<string>
  onToggle: (key: string) => void
}

/** Messages below one another; arrow keys go from one to the next. */
export function MessageList({ label, messages, open, onToggle }: MessageListProps) {
  const today = new Date(useServerNow(60_000)).toDateString()
  return (
    <ol className={classes.list} aria-label={label} onKeyDown={moveByKey}>
      {messages.map((message) => (
        <li key={message.key} className={classes.item}>
          <MessageRow
            message={message}
            open={open.has(message.key)}
            onToggle={onToggle}
            dated={new Date(message.at).toDateString() !== today}
          />
        </li>
      ))}
    </ol>
  )
}

const steps: Record<string, number | undefined> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }

function moveByKey(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key]
  const target = event.target as HTMLElement
  if (step === undefined || !target.matches('[data-message-line]')) return
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message-line]')]
  const to = lines[Math.max(0, Math.min(lines.length - 1, lines.indexOf(target) + step))]
  event.preventDefault()
  to?.focus()
}
