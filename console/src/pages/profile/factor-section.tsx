import { Button } from '@mantine/core'
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecoveryCodes, SecondFactorOffer } from '../../../../api/console/wire/login.ts'
import { keys, useMe } from '../../api/queries.ts'
import { queryClient } from '../../api/query-client.ts'
import { del, post } from '../../api/request.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Mark } from '../../parts/mark.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { FactorOffer } from './factor-offer.tsx'
import classes from './profile-page.module.css'
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx'
import { Section } from './section.tsx'
import { refreshDevices } from './use-devices.ts'

/** Setting the second factor up and switching it off. */
export function FactorSection() {
  const { t } = useTranslation('profile')
  const { secondFactor } = useMe().account
  const outcome = useOutcome()
  const [offer, setOffer] = useState<SecondFactorOffer | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [ending, setEnding] = useState(false)
  const [busy, setBusy] = useState(false)

  async function begin() {
    setBusy(true)
    try {
      setOffer(await post<SecondFactorOffer>('second-factor'))
    } catch (error) {
      outcome.failed(error)
    } finally {
      setBusy(false)
    }
  }

  async function enable(code: string) {
    const { codes: made } = await post<RecoveryCodes>('second-factor/enable', { code })
    setCodes(made)
    outcome.done(t('factor.done'))
    void refreshDevices()
    void queryClient.invalidateQueries({ queryKey: keys.me })
  }

  async function end() {
    try {
      await del('second-factor')
    } catch (error) {
      outcome.failed(error)
      throw error
    }
    outcome.done(t('factor.doneOff'))
    void queryClient.invalidateQueries({ queryKey: keys.me })
  }

  return (
    <Section
      id="second-factor"
      title={t('factor.title')}
      beside={
        secondFactor ? (
          <Mark tone="good" icon={IconShieldCheck} label={t('factor.on')} />
        ) : (
          <Mark tone="warn" icon={IconShieldOff} label={t('factor.off')} />
        )
      }
      text={t(secondFactor ? 'factor.onText' : 'factor.offText')}
    >
      <div className={classes.buttons}>
        {secondFactor ? (
          <Button variant="default" onClick={() => setEnding(true)}>
            {t('factor.switchOff')}
          </Button>
        ) : (
          <Button loading={busy} onClick={() => void begin()}>
            {t('factor.setUp')}
          </Button>
        )}
      </div>
      {offer && <FactorOffer offer={offer} onEnable={enable} onClose={() => setOffer(null)} />}
      {codes && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(null)} />}
      <ConfirmDialog
        opened={ending}
        onClose={() => setEnding(false)}
        title={t('factor.off2.title')}
        action={t('factor.off2.action')}
        onConfirm={end}
        dangerous
      >
        {t('factor.off2.text')}
      </ConfirmDialog>
    </Section>
  )
}
