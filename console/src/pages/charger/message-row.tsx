import { Button, CopyButton, UnstyledButton } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconCheck,
  IconChevronRight,
  IconCopy,
  IconTool,
} from '@tabler/icons-react'
import { memo, type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../api/console/wire/chargers.ts'
import { formatClock, formatDay, formatFullTime, formatNumber } from '../../format/format.ts'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { announce } from '../../parts/use-outcome.tsx'
import { latencyText, payloadLine, prettyFrame, repairsOf } from './frame-text.ts'
import { messageSummary } from './message-summary.ts'
import classes from './messages.module.css'

interface MessageRowProps {
  message: Message
  open: boolean
  onToggle: (key: string) => void
  /** Shows the day as well. */
  dated?: boolean
  /** What it is toggled by, where keys of messages are not unique. */
  rowKey?: string
  /** The charger, in a list of several. */
  place?: string
  /** What leads on from the message, shown when it is open. */
  more?: ReactNode
}

/** One exchange on one line: time, direction, what it is for, its contents; opened with both frames. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, open, onToggle, dated = false, place } = props
  const { t } = useTranslation('charger')
  const words = useOcppWords()
  const { direction, action, at } = message
  const key = props.rowKey ?? message.key
  const Glyph = direction === 'in' ? IconArrowDownLeft : IconArrowUpRight
  const panel = `message-${key}`
  const summary = useMemo(() => messageSummary(t, words, message), [t, words, message])
  return (
    <div className={classes.message} data-open={open || undefined} data-bad={message.result !== 'ok' || undefined}>
      <UnstyledButton
        className={classes.line}
        data-placed={place !== undefined || undefined}
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={() => onToggle(key)}
        data-message-line
      >
        <IconChevronRight size={14} aria-hidden className={classes.chevron} />
        <time dateTime={at} title={formatFullTime(at)} className={`${classes.time} numbers`}>
          {dated && <span className={classes.day}>{formatDay(at)} </span>}
          {formatClock(at, { seconds: true })}
        </time>
        <span className={classes.direction} data-direction={direction} title={t(`messages.${direction}`)}>
          <Glyph size={15} aria-hidden />
          <span className={classes.aloud}>{t(`messages.${direction}`)}</span>
        </span>
        {place !== undefined && <span className={classes.place}>{place}</span>}
        <span className={classes.action} title={words.action(action) ?? undefined}>
          {action}
        </span>
        <ResultMark message={message} />
        <span className={classes.said}>
          {summary !== null && <span className={`${classes.summary} numbers`}>{summary}</span>}
          <span className={classes.payload} aria-hidden>
            {payloadLine(message.call)}
          </span>
        </span>
        <span className={`${classes.latency} numbers`} title={t('messages.latencyHint')}>
          {message.reply !== null && latencyText(message.latencyMs, formatNumber)}
        </span>
      </UnstyledButton>
      {open && (
        <div className={classes.details} id={panel}>
          {props.more}
          <Details message={message} />
        </div>
      )}
    </div>
  )
})

function ResultMark({ message: { result, repairs } }: { message: Message }) {
  const { t } = useTranslation('charger')
  const words = useOcppWords()
  if (result !== 'ok')
    return (
      <span className={classes.mark} data-tone="bad">
        <IconAlertTriangle size={14} aria-hidden /> <span className={classes.markWord}>{words.resultWord(result)}</span>
      </span>
    )
  if (repairs === null) return null
  return (
    <span className={classes.mark} data-tone="warn">
      <IconTool size={14} aria-hidden /> <span className={classes.markWord}>{t('messages.repaired')}</span>
    </span>
  )
}

function Details({ message }: { message: Message }) {
  const { t } = useTranslation('charger')
  const { t: ocpp } = useTranslation('ocpp')
  const words = useOcppWords()
  const { action, result, reply, latencyMs, messageId } = message
  const meaning = words.action(action)
  const repairs = repairsOf(message)
  return (
    <>
      <p className={classes.about}>
        {meaning !== null && <strong>{meaning.endsWith('?') ? meaning : `${meaning}.`} </strong>}
        {reply !== null && t('messages.latency', { latency: latencyText(latencyMs, formatNumber) })}
        {messageId !== '' && (
          <span className={classes.id}>
            {' '}
            · {t('messages.id')} <code>{messageId}</code>
          </span>
        )}
      </p>
      {result !== 'ok' && (
        <p className={classes.problem}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>
            <strong>{words.resultWord(result)}.</strong>{' '}
            {words.result(result) ?? ocpp('result.other', { code: result })}
          </span>
        </p>
      )}
      {repairs.length > 0 && (
        <div className={classes.repairs}>
          <strong>{t('messages.repairs')}</strong>
          <ul>
            {repairs.map(({ rule, path, count }) => (
              <li key={`${rule} ${path}`}>
                {words.repair(rule) ?? ocpp('repair.other')}{' '}
                {path !== '' && (
                  <span>
                    {t('messages.repairAt')} <code>{path}</code>
                  </span>
                )}
                {count > 1 && ` (${t('messages.repairCount', { count })})`}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={classes.frames}>
        <Frame title={t('messages.call')} copyLabel={t('messages.copyCall')} frame={message.call} />
        {reply === null ? (
          <div>
            <div className={classes.frameTitle}>{t('messages.reply')}</div>
            <p className={classes.about}>{t(result === 'timeout' ? 'messages.noReplyYet' : 'messages.noReply')}</p>
          </div>
        ) : (
          <Frame title={t('messages.reply')} copyLabel={t('messages.copyReply')} frame={reply} />
        )}
      </div>
    </>
  )
}

/** A frame with line breaks and indentation, to be read and copied. */
export function Frame({ title, copyLabel, frame }: { title: string; copyLabel: string; frame: string }) {
  const { t } = useTranslation()
  return (
    <div className={classes.frame}>
      <div className={classes.frameHead}>
        <div className={classes.frameTitle}>{title}</div>
        <CopyButton value={frame}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              aria-label={copyLabel}
              onClick={() => {
                copy()
                announce(t('actions.copied'))
              }}
            >
              {copied ? t('actions.copied') : t('actions.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than its box is scrolled by the keyboard, too */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame */}
      <pre className={classes.code} tabIndex={0} role="group" aria-label={title}>
        {prettyFrame(frame)}
      </pre>
    </div>
  )
}
