import { Button, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../../api/request.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { MessageList } from '../charger/message-list.tsx'
import classes from './session.module.css'
import { useConversation } from './use-session.ts'

/** Everything that charger and server said about a session, oldest first. */
export function Talk({ id }: { id: number }) {
  const { t } = useTranslation('session')
  const talk = useConversation(id)
  const { messages, complete, isPending, error, hasNextPage, isFetchingNextPage } = talk
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())

  function toggle(key: string) {
    setOpen((known) => {
      const next = new Set(known)
      if (!next.delete(key)) next.add(key)
      return next
    })
  }

  return (
    <section aria-labelledby="talk-title" className={classes.talk}>
      <div className={classes.talkHead}>
        <Title order={2} className={classes.sectionTitle} id="talk-title">
          {t('conversation.title')}
        </Title>
        {messages !== undefined && messages.length > 0 && (
          <Button
            component="a"
            size="compact-sm"
            variant="subtle"
            href={apiUrl(`sessions/${id}/messages.jsonl`)}
            download
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            {t('conversation.export')}
          </Button>
        )}
      </div>
      {isPending && <LoadingRows rows={4} />}
      {error && messages === undefined && <ErrorState error={error} onRetry={() => void talk.refetch()} />}
      {messages?.length === 0 && <p className={classes.dim}>{t('conversation.none')}</p>}
      {messages !== undefined && messages.length > 0 && (
        <>
          {!complete && <p className={classes.dim}>{t('conversation.incomplete')}</p>}
          <MessageList label={t('conversation.label')} messages={messages} open={open} onToggle={toggle} />
          {error && <ErrorState error={error} onRetry={() => void talk.fetchNextPage()} />}
          {hasNextPage && !error && (
            <div className={classes.talkMore}>
              <span className={classes.dim}>{t('conversation.shown', { count: messages.length })}</span>
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void talk.fetchNextPage()}>
                {t('conversation.more')}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  )
}
