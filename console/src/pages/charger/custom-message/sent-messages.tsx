import { Button, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CommandView } from '../../../../../api/console/wire/chargers.ts'
import { CommandRow } from '../command-row.tsx'
import classes from './custom-message.module.css'
import { isJsonObject, type JsonObject } from './json-schema.ts'

interface SentMessagesProps {
  commands: readonly CommandView[]
  onReuse: (action: string, payload: JsonObject) => void
}

const fewCount = 5

/** The messages that were sent by hand lately, to be looked at and used again. */
export function SentMessages({ commands, onReuse }: SentMessagesProps) {
  const { t } = useTranslation('device')
  const sent = commands.filter(({ kind }) => kind === 'custom').slice(0, fewCount)
  if (sent.length === 0) return null
  return (
    <section className={classes.sent} aria-labelledby="sent-messages">
      <Title order={3} className={classes.sentTitle} id="sent-messages">
        {t('custom.sent')}
      </Title>
      <ul className={classes.sentList}>
        {sent.map((command) => (
          <li key={command.id}>
            <CommandRow command={command} />
            <Button size="compact-sm" variant="default" onClick={() => onReuse(...contentsOf(command))}>
              {t('custom.reuse')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function contentsOf({ params: { action, payload } }: CommandView): [action: string, payload: JsonObject] {
  return [String(action ?? ''), isJsonObject(payload) ? payload : {}]
}
