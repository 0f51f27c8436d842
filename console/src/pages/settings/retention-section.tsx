import { Alert, Button, Title } from '@mantine/core'
import { IconInfoCircle, IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../../api/console/wire/administration.ts'
import { RetentionDialog } from './retention-dialog.tsx'
import classes from './settings-page.module.css'
import { useDaysText } from './use-days-text.ts'
import type { Retention } from './use-settings.ts'

/** How long each kind of data is kept, who says so, and changing it. */
export function RetentionSection({ retention, changeable }: { retention: Settings['retention']; changeable: boolean }) {
  const { t } = useTranslation('settings')
  const daysText = useDaysText()
  const [changed, setChanged] = useState<Retention | null>(null)
  return (
    <section className={classes.section} aria-labelledby="retention">
      <Title order={2} id="retention" className={classes.title}>
        {t('retention.title')}
      </Title>
      <p className={classes.text}>{t('retention.text')}</p>
      {!changeable && (
        <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />} mb="sm">
          {t('retention.severalTenants')}
        </Alert>
      )}
      <ul className={classes.rows}>
        {retention.map((kind) => (
          <li key={kind.name} className={classes.kind}>
            <div className={classes.words}>
              <strong>{t(`retention.name.${kind.name}`)}</strong>
              <span className={classes.quiet}>{t(`retention.meaning.${kind.name}`)}</span>
              {kind.source === 'environment' && (
                <span className={classes.lock}>
                  <IconLock size={14} aria-hidden /> {t('retention.fixed', { variable: kind.variable })}
                </span>
              )}
            </div>
            <div className={classes.kept}>
              <strong className="numbers">{daysText(kind.days)}</strong>
              <span className={classes.quiet}>
                {t(`retention.source.${kind.source}`)}
                {kind.source !== 'default' && <> · {t('retention.default', { days: daysText(kind.defaultDays) })}</>}
              </span>
            </div>
            {changeable && kind.source !== 'environment' ? (
              <Button
                variant="default"
                size="xs"
                aria-label={t('retention.changeOf', { name: t(`retention.name.${kind.name}`) })}
                onClick={() => setChanged(kind)}
              >
                {t('retention.change')}
              </Button>
            ) : (
              <span />
            )}
          </li>
        ))}
      </ul>
      {changed && <RetentionDialog kind={changed} onClose={() => setChanged(null)} />}
    </section>
  )
}
