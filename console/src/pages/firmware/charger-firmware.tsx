import { Button, Title } from '@mantine/core'
import { IconDownload, IconFileText } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../api/console/wire/chargers.ts'
import type { ChargerFiles } from '../../../../api/console/wire/firmware.ts'
import { apiUrl, del } from '../../api/request.ts'
import { formatBytes } from '../../format/format-bytes.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { useRole } from '../../parts/use-role.ts'
import { useTold } from '../../parts/use-told.ts'
import { Instant } from '../../parts/values.tsx'
import { barrierTo } from '../charger/barrier.ts'
import { useOwn } from '../charger/use-own.ts'
import classes from './firmware.module.css'
import { InstallDialog } from './install-dialog.tsx'
import { LogDialog } from './log-dialog.tsx'

type ChargerFile = ChargerFiles['items'][number]

/** To install firmware on one charger and to have its logs; the logs that it has sent. */
export function ChargerFirmware({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('firmware')
  const { t: charger } = useTranslation('charger')
  const { id } = detail.row
  const { data, error, refetch } = useOwn<ChargerFiles>(id, 'files')
  const [dialog, setDialog] = useState<'install' | 'log' | null>(null)
  const barrier = barrierTo('trigger', detail)
  const button = { size: 'xs', variant: 'default', disabled: barrier !== null } as const
  return (
    <section aria-labelledby="charger-firmware-title">
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="charger-firmware-title">
          {t('charger.title')}
        </Title>
        <Needs role="operator">
          <div className={classes.middle} title={barrier === null ? undefined : charger(`why.${barrier}`)}>
            <Button
              {...button}
              leftSection={<IconDownload size={15} aria-hidden />}
              onClick={() => setDialog('install')}
            >
              {t('charger.install')}
            </Button>
            <Button {...button} leftSection={<IconFileText size={15} aria-hidden />} onClick={() => setDialog('log')}>
              {t('charger.askLog')}
            </Button>
          </div>
        </Needs>
      </div>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={1} />)}
      {data?.items.length === 0 && <p className={classes.hint}>{t('charger.noLogs')}</p>}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-label={t('charger.logs')}>
          {data.items.map((file) => (
            <FileRow key={file.id} file={file} chargerId={id} />
          ))}
        </ul>
      )}
      {dialog === 'install' && <InstallDialog detail={detail} onClose={() => setDialog(null)} />}
      {dialog === 'log' && <LogDialog chargerId={id} onClose={() => setDialog(null)} />}
    </section>
  )
}

function FileRow({ file: { id, name, size, createdAt }, chargerId }: { file: ChargerFile; chargerId: number }) {
  const { t } = useTranslation('firmware')
  const { t: common } = useTranslation()
  const { may } = useRole()
  const client = useQueryClient()
  const told = useTold(() => client.invalidateQueries({ queryKey: ['charger', chargerId, 'files'] }))
  const [removing, setRemoving] = useState(false)
  return (
    <li className={classes.row}>
      <span className={classes.name}>
        {may('operator') ? (
          <a href={apiUrl(`files/${id}`)} download>
            {name}
          </a>
        ) : (
          name
        )}
      </span>
      <span className={classes.middle}>
        <span className="numbers">{formatBytes(size)}</span>
        <span className={classes.dim}>
          <Instant at={createdAt} />
        </span>
      </span>
      <Needs role="administrator">
        <Button
          size="xs"
          variant="default"
          onClick={() => setRemoving(true)}
          aria-label={t('charger.removeLog', { name })}
        >
          {common('actions.remove')}
        </Button>
      </Needs>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t('charger.removeTitle', { name })}
        action={common('actions.remove')}
        onConfirm={() => told(del(`files/${id}`), t('charger.removed', { name }))}
        dangerous
      >
        {t('charger.removeText')}
      </ConfirmDialog>
    </li>
  )
}
