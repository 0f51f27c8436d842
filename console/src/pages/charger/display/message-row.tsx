import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { DisplayMessage } from '../../../../../api/console/wire/display-messages.ts'
import { Needs } from '../../../parts/needs.tsx'
import { Instant } from '../../../parts/values.tsx'
import classes from '../asked-section.module.css'
import { barrierTo } from '../barrier.ts'
import { priorities, states } from './message-words.ts'

interface MessageRowProps {
  message: DisplayMessage
  detail: ChargerDetail
  onEdit: () => void
  onClear: () => void
}

/** One message on the display: what it says, when it is shown, and who put it there. */
export function MessageRow({ message, detail, onEdit, onClear }: MessageRowProps) {
  const { t } = useTranslation('display')
  const { id, text, language, priority, state, from, until, wireId, source, at } = message
  const knownPriority = priorities.find((one) => one === priority)
  const knownState = states.find((one) => one === state)
  const isBarred = barrierTo('show-message', detail) !== null
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong className={classes.text}>{text}</strong>
        <span className={classes.dim}>{[t('number', { id }), language].filter(Boolean).join(' · ')}</span>
      </div>
      <div className={classes.words}>
        <span>{knownPriority ? t(`priority.${knownPriority}`) : priority}</span>
        {state !== null && <span>{knownState ? t(`state.${knownState}`) : state}</span>}
        {wireId !== null && <span>{t('forSession')}</span>}
        {from !== null && (
          <span>
            {t('from')} <Instant at={from} />
          </span>
        )}
        {until !== null && (
          <span>
            {t('until')} <Instant at={until} />
          </span>
        )}
      </div>
      <span className={classes.dim}>
        {t(`source.${source}`)} <Instant at={at} />
      </span>
      <Needs role="operator">
        <Group gap="xs" wrap="nowrap">
          {/* Which session a message is for is not told in our words: it would get lost. */}
          {wireId === null && (
            <Button size="xs" variant="default" disabled={isBarred} onClick={onEdit} aria-label={t('changeOf', { id })}>
              {t('change')}
            </Button>
          )}
          <Button size="xs" variant="default" disabled={isBarred} onClick={onClear} aria-label={t('clear.of', { id })}>
            {t('clear.action')}
          </Button>
        </Group>
      </Needs>
    </li>
  )
}
