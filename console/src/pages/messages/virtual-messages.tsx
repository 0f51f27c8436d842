import { useMediaQuery } from '@mantine/hooks'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundMessage } from '../../../../api/console/wire/messages.ts'
import { useServerNow } from '../../clock/use-server-now.ts'
import { MessageRow } from '../charger/message-row.tsx'
import { moveByKey } from '../charger/move-by-key.ts'
import { keyOf } from './found-list.ts'
import type { Filters } from './message-filters.ts'
import { MessageLinks } from './message-links.tsx'
import classes from './messages-page.module.css'

interface VirtualMessagesProps {
  messages: readonly FoundMessage[]
  open: ReadonlySet<string>
  onToggle: (key: string) => void
  /** Narrows the search by something in a message. */
  onNarrow: (patch: Partial<Filters>) => void
}

/** Messages below one another, of which only those in sight exist; arrow keys go from one to the next. */
export function VirtualMessages({ messages, open, onToggle, onNarrow }: VirtualMessagesProps) {
  const { t } = useTranslation('messages')
  const narrow = useMediaQuery('(max-width: 48em)', window.matchMedia('(max-width: 48em)').matches) ?? false
  const today = new Date(useServerNow(60_000)).toDateString()
  const body = useRef<HTMLOListElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above changes with these
  useLayoutEffect(() => {
    const top = body.current?.getBoundingClientRect().top ?? 0
    const margin = Math.round(top + window.scrollY)
    setScrollMargin((known) => (known === margin ? known : margin))
  }, [messages, narrow])
  const keyAt = useCallback((index: number) => keyOf(messages[index]!), [messages])
  const virtual = useWindowVirtualizer({
    count: messages.length,
    estimateSize: () => (narrow ? 76 : 37),
    getItemKey: keyAt,
    overscan: 12,
    scrollMargin,
  })
  return (
    <ol
      ref={body}
      className={classes.list}
      style={{ height: virtual.getTotalSize() }}
      aria-label={t('list')}
      onKeyDown={moveByKey}
    >
      {virtual.getVirtualItems().map(({ key, index, start }) => {
        const message = messages[index]!
        return (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className={classes.item}
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
            aria-setsize={messages.length}
            aria-posinset={index + 1}
          >
            <MessageRow
              message={message}
              rowKey={keyOf(message)}
              open={open.has(keyOf(message))}
              onToggle={onToggle}
              dated={new Date(message.at).toDateString() !== today}
              place={message.charger.name ?? message.charger.identity}
              more={open.has(keyOf(message)) && <MessageLinks message={message} onNarrow={onNarrow} />}
            />
          </li>
        )
      })}
    </ol>
  )
}
