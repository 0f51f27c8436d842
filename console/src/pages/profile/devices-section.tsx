import { Button } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Device } from '../../../../api/console/wire/login.ts'
import { del } from '../../api/request.ts'
import { formatTime } from '../../format/format.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { Instant } from '../../parts/values.tsx'
import { deviceName } from './device-name.ts'
import classes from './profile-page.module.css'
import { Section } from './section.tsx'
import { refreshDevices, useDevices } from './use-devices.ts'

const phones = ['iPhone', 'iPad', 'Android']

/** Where a person is logged in, and logging out from afar. */
export function DevicesSection() {
  const { t } = useTranslation('profile')
  const outcome = useOutcome()
  const { data, error, refetch } = useDevices()
  const [asking, setAsking] = useState(false)
  const others = data?.items.filter(({ current }) => !current).length ?? 0

  async function end(path: string, text: string) {
    try {
      await del(path)
      outcome.done(text)
    } catch (failure) {
      outcome.failed(failure)
      throw failure
    } finally {
      void refreshDevices()
    }
  }

  return (
    <Section id="devices" title={t('devices.title')} text={t('devices.text')}>
      {!data && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={2} height={48} />}
      {data && (
        <ul className={classes.devices}>
          {data.items.map((device) => (
            <DeviceRow
              key={device.id}
              device={device}
              onEnd={(name) => void end(`devices/${device.id}`, t('devices.done', { device: name })).catch(() => {})}
            />
          ))}
        </ul>
      )}
      {others > 0 && (
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('devices.logOutOthers')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('devices.othersTitle')}
        action={t('devices.logOutOthers')}
        onConfirm={() => end('devices', t('devices.doneOthers'))}
      >
        {t('devices.othersText', { count: others })}
      </ConfirmDialog>
    </Section>
  )
}

// Logins are by the wall clock, which in a demo is not that of the server: no age could be right.
function DeviceRow({ device, onEnd }: { device: Device; onEnd: (name: string) => void }) {
  const { t } = useTranslation('profile')
  const { browser, system } = deviceName(device.userAgent)
  const name = browser && system ? t('devices.on', { browser, system }) : (browser ?? system ?? t('devices.unknown'))
  const Glyph = system !== null && phones.includes(system) ? IconDeviceMobile : IconDeviceDesktop
  return (
    <li className={classes.device}>
      <Glyph size={22} stroke={1.6} aria-hidden />
      <div className={classes.about}>
        <span title={device.userAgent ?? undefined}>
          <strong>{name}</strong> {device.current && <span className={classes.here}>({t('devices.current')})</span>}
        </span>
        <span className={classes.hint}>
          {t('devices.seen')} <Instant at={device.lastSeenAt} /> ·{' '}
          {t('devices.since', { time: formatTime(device.createdAt) })}
          {device.address !== null && <> · {t('devices.from', { address: device.address })}</>}
        </span>
      </div>
      {!device.current && (
        <Button
          variant="default"
          size="xs"
          aria-label={t('devices.logOutOf', { device: name })}
          onClick={() => onEnd(name)}
        >
          {t('devices.logOut')}
        </Button>
      )}
    </li>
  )
}
