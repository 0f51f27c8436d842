import { ActionIcon, Menu } from '@mantine/core'
import { IconArchive, IconDots, IconRocket, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Firmware } from '../../../../api/console/wire/firmware.ts'
import { del } from '../../api/request.ts'
import { formatBytes } from '../../format/format-bytes.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Needs } from '../../parts/needs.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { useRole } from '../../parts/use-role.ts'
import { Instant } from '../../parts/values.tsx'
import classes from './firmware.module.css'
import { refreshFirmware } from './use-firmware.ts'

/** One firmware: its version, for which chargers it is, and where it lies. */
export function FirmwareRow({ firmware, onRollOut }: { firmware: Firmware; onRollOut: () => void }) {
  const { t } = useTranslation('firmware')
  const { vendor, model, version, sha256, size, url, isSigned, note, retiredAt } = firmware
  const isFor = [vendor, model].filter((text) => text !== null).join(' · ')
  return (
    <li className={classes.row} data-off={retiredAt !== null || undefined}>
      <div className={classes.who}>
        <h3 className={classes.name}>{version}</h3>
        <span className={classes.dim}>{isFor === '' ? t('forAll') : t('for', { isFor })}</span>
      </div>
      <div className={classes.who}>
        <span className={classes.middle}>
          {retiredAt !== null && <Mark tone="quiet" icon={IconArchive} label={t('retired')} />}
          {isSigned && <Mark tone="good" icon={IconShieldCheck} label={t('signed')} hint={t('signedHint')} />}
          <span>{url === null ? t('here') : t('elsewhere')}</span>
          {size !== null && <span className="numbers">{formatBytes(size)}</span>}
        </span>
        {url !== null && <span className={classes.address}>{url}</span>}
        {note !== '' && <span>{note}</span>}
        <span className={classes.dim}>
          SHA-256 <code title={sha256}>{sha256.slice(0, 16)}…</code> · <Instant at={firmware.createdAt} />,{' '}
          {firmware.createdBy}
        </span>
      </div>
      {retiredAt === null && <FirmwareMenu firmware={firmware} onRollOut={onRollOut} />}
    </li>
  )
}

function FirmwareMenu({ firmware: { id, version }, onRollOut }: { firmware: Firmware; onRollOut: () => void }) {
  const { t } = useTranslation('firmware')
  const { may } = useRole()
  const outcome = useOutcome()
  const [retiring, setRetiring] = useState(false)
  if (!may('operator')) return null

  async function retire() {
    try {
      await del(`firmware/${id}`)
      outcome.done(t('retire.done', { version }))
    } catch (error) {
      outcome.failed(error)
      throw error
    } finally {
      void refreshFirmware()
    }
  }

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('actionsOf', { version })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRocket size={16} aria-hidden />} onClick={onRollOut}>
            {t('rollOut')}
          </Menu.Item>
          <Needs role="administrator">
            <Menu.Divider />
            <Menu.Item
              c="var(--vy-bad)"
              leftSection={<IconArchive size={16} aria-hidden />}
              onClick={() => setRetiring(true)}
            >
              {t('retire.item')}
            </Menu.Item>
          </Needs>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={retiring}
        onClose={() => setRetiring(false)}
        title={t('retire.title', { version })}
        action={t('retire.item')}
        onConfirm={retire}
        dangerous
      >
        {t('retire.text')}
      </ConfirmDialog>
    </>
  )
}
