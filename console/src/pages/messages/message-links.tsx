import { Button, CopyButton } from '@mantine/core'
import { IconBolt, IconBraces, IconChargingPile, IconCopy, IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundMessage, NamedSession } from '../../../../api/console/wire/messages.ts'
import { get } from '../../api/request.ts'
import { PageLink } from '../../parts/page-link.tsx'
import { announce } from '../../parts/use-outcome.tsx'
import { exchangeJson, exchangeText, transactionOf } from './exchange-text.ts'
import type { Filters } from './message-filters.ts'
import classes from './messages-page.module.css'

interface MessageLinksProps {
  message: FoundMessage
  onNarrow: (patch: Partial<Filters>) => void
}

/** What leads on from a message: its charger, its session, others like it, and the whole exchange to be copied. */
export function MessageLinks({ message, onNarrow }: MessageLinksProps) {
  const { t } = useTranslation('messages')
  const { charger, action } = message
  const sessionId = useSessionOf(message)
  const name = charger.name ?? charger.identity
  return (
    <div className={classes.links}>
      <Button
        component={PageLink}
        to={`/chargers/${charger.id}`}
        size="compact-sm"
        variant="light"
        leftSection={<IconChargingPile size={15} aria-hidden />}
      >
        {t('toCharger', { charger: name })}
      </Button>
      {sessionId !== null && (
        <Button
          component={PageLink}
          to={`/sessions/${sessionId}`}
          size="compact-sm"
          variant="light"
          leftSection={<IconBolt size={15} aria-hidden />}
        >
          {t('toSession', { id: sessionId })}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconFilter size={15} aria-hidden />}
        onClick={() => onNarrow({ chargerId: String(charger.id), charger: '' })}
      >
        {t('onlyCharger')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconFilter size={15} aria-hidden />}
        onClick={() => onNarrow({ action })}
      >
        {t('onlyAction', { action })}
      </Button>
      <Copy
        text={exchangeJson(message, charger.identity)}
        icon={<IconBraces size={15} aria-hidden />}
        label={t('copyJson')}
      />
      <Copy
        text={exchangeText(message, charger.identity)}
        icon={<IconCopy size={15} aria-hidden />}
        label={t('copyText')}
      />
    </div>
  )
}

function Copy({ text, icon, label }: { text: string; icon: ReactNode; label: string }) {
  const { t } = useTranslation()
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={icon}
          onClick={() => {
            copy()
            announce(t('actions.copied'))
          }}
        >
          {copied ? t('actions.copied') : label}
        </Button>
      )}
    </CopyButton>
  )
}

/** The session that the message speaks of; null when it speaks of none, or nobody knows it. */
function useSessionOf(message: FoundMessage): number | null {
  const transaction = transactionOf(message)
  const chargerId = message.charger.id
  const { data } = useQuery({
    queryKey: ['messages', 'session', chargerId, transaction],
    queryFn: ({ signal }) => get<NamedSession>('messages/session', { chargerId, transaction }, signal),
    enabled: transaction !== null,
  })
  return transaction === null ? null : (data?.sessionId ?? null)
}
