import { Button, Title } from '@mantine/core'
import { IconCpu, IconPlus, IconRocket } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Campaign, Firmware } from '../../../../api/console/wire/firmware.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { useRole } from '../../parts/use-role.ts'
import { Instant } from '../../parts/values.tsx'
import { CampaignDialog } from './campaign-dialog.tsx'
import { CampaignMark } from './campaign-mark.tsx'
import classes from './firmware.module.css'
import { FirmwareDialog } from './firmware-dialog.tsx'
import { FirmwareRow } from './firmware-row.tsx'
import { useCampaigns, useFirmware } from './use-firmware.ts'

/** What may be installed on chargers, and how it is rolled out to many of them. */
export function FirmwarePage() {
  const { t } = useTranslation('firmware')
  const { may } = useRole()
  const { data, error, refetch } = useFirmware()
  const campaigns = useCampaigns()
  const [dialog, setDialog] = useState<{ kind: 'add' } | { kind: 'roll'; firmware: number | null } | null>(null)
  const usable = data?.items.filter(({ retiredAt }) => retiredAt === null) ?? []
  const add = (
    <Needs role="administrator">
      <Button
        variant={usable.length > 0 ? 'default' : 'filled'}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => setDialog({ kind: 'add' })}
      >
        {t('add')}
      </Button>
    </Needs>
  )
  const failure = error ?? campaigns.error
  return (
    <>
      <PageHeader
        title={t('title')}
        below={t('below')}
        actions={
          data &&
          data.items.length > 0 && (
            <>
              {add}
              {usable.length > 0 && (
                <Needs role="operator">
                  <Button
                    leftSection={<IconRocket size={16} aria-hidden />}
                    onClick={() => setDialog({ kind: 'roll', firmware: null })}
                  >
                    {t('rollOut')}
                  </Button>
                </Needs>
              )}
            </>
          )
        }
      />
      {!(data && campaigns.data) &&
        (failure ? (
          <ErrorState
            error={failure}
            onRetry={() => {
              void refetch()
              void campaigns.refetch()
            }}
          />
        ) : (
          <LoadingRows rows={5} height={64} />
        ))}
      {data && campaigns.data && (
        <>
          {data.items.length === 0 && (
            <EmptyState icon={IconCpu} title={t('empty.title')} actions={add}>
              {t(may('administrator') ? 'empty.text' : 'empty.viewer')}
            </EmptyState>
          )}
          {data.items.length > 0 && (
            <>
              <CampaignList campaigns={campaigns.data.items} firmware={data.items} />
              <FirmwareList
                firmware={data.items}
                onRollOut={(firmware) => setDialog({ kind: 'roll', firmware: firmware.id })}
              />
            </>
          )}
        </>
      )}
      {dialog?.kind === 'add' && <FirmwareDialog onClose={() => setDialog(null)} />}
      {dialog?.kind === 'roll' && (
        <CampaignDialog firmware={usable} chosen={dialog.firmware} onClose={() => setDialog(null)} />
      )}
    </>
  )
}

function CampaignList({ campaigns, firmware }: { campaigns: readonly Campaign[]; firmware: readonly Firmware[] }) {
  const { t } = useTranslation('firmware')
  return (
    <section aria-labelledby="campaigns-title" className={classes.section}>
      <Title order={2} className={classes.title} id="campaigns-title">
        {t('campaigns.title')}
      </Title>
      {campaigns.length === 0 && <p className={classes.hint}>{t('campaigns.none')}</p>}
      {campaigns.length > 0 && (
        <ul className={classes.list} aria-labelledby="campaigns-title">
          {campaigns.map((campaign) => (
            <li key={campaign.id} className={classes.row}>
              <span className={classes.name}>
                <PageLink to={`/firmware/campaigns/${campaign.id}`}>{campaign.name}</PageLink>
              </span>
              <span className={classes.middle}>
                <CampaignMark state={campaign.state} />
                <span>
                  {t('version', { version: firmware.find(({ id }) => id === campaign.firmwareId)?.version ?? '–' })}
                </span>
              </span>
              <span className={classes.dim}>
                {t('begun')} <Instant at={campaign.createdAt} />, {campaign.createdBy}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

interface FirmwareListProps {
  firmware: readonly Firmware[]
  onRollOut: (firmware: Firmware) => void
}

function FirmwareList({ firmware, onRollOut }: FirmwareListProps) {
  const { t } = useTranslation('firmware')
  return (
    <section aria-labelledby="firmware-title" className={classes.section}>
      <Title order={2} className={classes.title} id="firmware-title">
        {t('registered')}
      </Title>
      <ul className={classes.list} aria-labelledby="firmware-title">
        {firmware.map((one) => (
          <FirmwareRow key={one.id} firmware={one} onRollOut={() => onRollOut(one)} />
        ))}
      </ul>
    </section>
  )
}
