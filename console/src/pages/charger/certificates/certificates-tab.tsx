import { Button, Menu, Title } from '@mantine/core'
import { IconCertificate, IconChevronDown, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificatePurpose, ChargerCertificates } from '../../../../../api/console/wire/certificates.ts'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { post } from '../../../api/request.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useTold } from '../../../parts/use-told.ts'
import { barrierTo } from '../barrier.ts'
import { useOwn } from '../use-own.ts'
import { InstalledRow, IssuedRow } from './certificate-rows.tsx'
import classes from './certificates.module.css'
import { DeleteCertificateDialog } from './delete-dialog.tsx'
import { InstallRootDialog } from './install-root-dialog.tsx'
import { SecurityProfileSection } from './security-profile.tsx'

type Installed = ChargerCertificates['installed'][number]

/** How a charger shows who it is, and the certificates that it needs for that. */
export function CertificatesTab({ detail }: { detail: ChargerDetail }) {
  const { id } = detail.row
  const { data, error, refetch } = useOwn<ChargerCertificates>(id, 'certificates')
  return (
    <div className={classes.tab}>
      <SecurityProfileSection detail={detail} />
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={4} />)}
      {data && <InstalledSection detail={detail} installed={data.installed} />}
      {data && <IssuedSection issued={data.issued} />}
    </div>
  )
}

function InstalledSection({ detail, installed }: { detail: ChargerDetail; installed: Installed[] }) {
  const { t } = useTranslation('certificates')
  const { t: charger } = useTranslation('charger')
  const told = useTold()
  const { id, version } = detail.row
  const barrier = barrierTo('trigger', detail)
  const [dialog, setDialog] = useState<'install' | Installed | null>(null)
  const ask = (what: 'read' | 'renew', body: object) =>
    void told(post(`chargers/${id}/certificates/${what}`, body), t(`asked.${what}`)).catch(() => {})
  const button = { size: 'xs', variant: 'default', disabled: barrier !== null } as const
  return (
    <section aria-labelledby="installed-title">
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="installed-title">
          {t('installed.title')}
        </Title>
        <Needs role="operator">
          <div className={classes.actions} title={barrier === null ? undefined : charger(`why.${barrier}`)}>
            <Button {...button} leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => ask('read', {})}>
              {t('installed.read')}
            </Button>
            <Menu position="bottom-end">
              <Menu.Target>
                <Button {...button} rightSection={<IconChevronDown size={15} aria-hidden />}>
                  {t('installed.renew')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {purposes
                  .filter((one) => one === 'charger' || (one === 'v2g' ? version?.startsWith('2') : version === '2.1'))
                  .map((one) => (
                    <Menu.Item key={one} onClick={() => ask('renew', { certificate: one })}>
                      {t(`purpose.${one}`)}
                    </Menu.Item>
                  ))}
              </Menu.Dropdown>
            </Menu>
            <Needs role="administrator">
              <Button
                {...button}
                leftSection={<IconCertificate size={15} aria-hidden />}
                onClick={() => setDialog('install')}
              >
                {t('installed.install')}
              </Button>
            </Needs>
          </div>
        </Needs>
      </div>
      {installed.length === 0 && <p className={classes.hint}>{t('installed.none')}</p>}
      {installed.length > 0 && (
        <ul className={classes.list} aria-labelledby="installed-title">
          {installed.map((one) => (
            <InstalledRow
              key={`${one.use} ${one.hash.issuerKeyHash} ${one.hash.serialNumber}`}
              certificate={one}
              isBarred={barrier !== null}
              onDelete={() => setDialog(one)}
            />
          ))}
        </ul>
      )}
      {dialog === 'install' && <InstallRootDialog chargerId={id} onClose={() => setDialog(null)} />}
      {dialog !== null && dialog !== 'install' && (
        <DeleteCertificateDialog chargerId={id} certificate={dialog} onClose={() => setDialog(null)} />
      )}
    </section>
  )
}

function IssuedSection({ issued }: { issued: ChargerCertificates['issued'] }) {
  const { t } = useTranslation('certificates')
  return (
    <section aria-labelledby="issued-title">
      <Title order={2} className={classes.title} id="issued-title">
        {t('issued.title')}
      </Title>
      {issued.length === 0 && <p className={classes.hint}>{t('issued.none')}</p>}
      {issued.length > 0 && (
        <ul className={classes.list} aria-labelledby="issued-title">
          {issued.map((one) => (
            <IssuedRow key={one.id} certificate={one} />
          ))}
        </ul>
      )}
    </section>
  )
}

const purposes = ['charger', 'v2g', 'v2g20'] as const satisfies readonly CertificatePurpose[]
