import type { Message } from '../../../../api/console/wire/chargers.ts'
import { useServerNow } from '../../clock/use-server-now.ts'
import { MessageRow } from './message-row.tsx'
import classes from './messages.module.css'
import { moveByKey } from './move-by-key.ts'

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
