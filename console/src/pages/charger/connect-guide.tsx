import { Button, Loader, Text, Title } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../api/console/wire/chargers.ts'
import { CopyField } from '../../parts/copy-field.tsx'
import { Needs } from '../../parts/needs.tsx'
import classes from './charger.module.css'
import { PasswordDialog } from './charger-dialogs.tsx'
import { ocppUrl } from './ocpp-url.ts'

/** For a charger that was never connected: what has to be entered in it. */
export function ConnectGuide({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('charger')
  const [asking, setAsking] = useState(false)
  const { id, identity, name } = detail.row
  return (
    <section className={classes.guide} aria-labelledby="connect-title">
      <Title order={2} className={classes.sectionTitle} id="connect-title">
        {t('connect.title')}
      </Title>
      <Text mb="md">{t('connect.text')}</Text>
      <div className={classes.guideFields}>
        <div>
          <CopyField label={t('connect.url')} value={ocppUrl(detail.ocppPath, document.baseURI)} />
          <Text size="xs" c="dimmed" mt={4}>
            {t('connect.urlHint')}
          </Text>
        </div>
        <CopyField label={`${t('connect.identity')} / ${t('connect.user')}`} value={identity} />
        <div>
          <Text size="sm" fw={550}>
            {t('connect.password')}
          </Text>
          <Text size="sm" c="dimmed">
            {t(detail.hasPassword ? 'connect.passwordHint' : 'connect.noPassword')}
          </Text>
          <Needs role="administrator">
            <Button
              mt="xs"
              variant="default"
              leftSection={<IconKey size={16} aria-hidden />}
              onClick={() => setAsking(true)}
            >
              {t('connect.make')}
            </Button>
          </Needs>
        </div>
      </div>
      <p className={classes.waiting} role="status">
        <Loader size={14} aria-hidden /> {t('connect.waiting')}
      </p>
      <PasswordDialog id={id} name={name ?? identity} opened={asking} onClose={() => setAsking(false)} />
    </section>
  )
}
