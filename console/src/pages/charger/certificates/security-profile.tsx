import { Button, NativeSelect, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconKey, IconShieldUp } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { post } from '../../../api/request.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { useTold } from '../../../parts/use-told.ts'
import { ocppUrl } from '../ocpp-url.ts'
import classes from './certificates.module.css'

/** How a charger shows who it is now, and to have that changed by the charger itself. */
export function SecurityProfileSection({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('certificates')
  const { t: charger } = useTranslation('charger')
  const told = useTold()
  const [dialog, setDialog] = useState<'password' | 'raise' | null>(null)
  const { row, securityProfile } = detail
  const profile = ([0, 1, 2, 3] as const).find((one) => one === securityProfile)
  const name = row.name ?? row.identity
  return (
    <section aria-labelledby="profile-title">
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="profile-title">
          {t('profile.title')}
        </Title>
        <Needs role="administrator">
          <div className={classes.actions}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconKey size={15} aria-hidden />}
              onClick={() => setDialog('password')}
            >
              {t('password.open')}
            </Button>
            {securityProfile < 3 && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconShieldUp size={15} aria-hidden />}
                onClick={() => setDialog('raise')}
              >
                {t('raise.open')}
              </Button>
            )}
          </div>
        </Needs>
      </div>
      <p className={classes.profile}>
        {profile === undefined ? String(securityProfile) : charger(`about.securityProfile.profile${profile}`)}
        {' · '}
        {t(detail.hasPassword ? 'profile.password' : 'profile.noPassword')}
      </p>
      <p className={classes.hint}>{t(`profile.hint.${profile === 3 ? 'best' : profile === 2 ? 'good' : 'poor'}`)}</p>
      <ConfirmDialog
        opened={dialog === 'password'}
        onClose={() => setDialog(null)}
        title={t('password.title', { name })}
        action={t('password.action')}
        onConfirm={() => told(post(`chargers/${row.id}/password-change`), t('password.asked'))}
        dangerous
      >
        {t('password.text')}
      </ConfirmDialog>
      {dialog === 'raise' && <RaiseDialog detail={detail} onClose={() => setDialog(null)} />}
    </section>
  )
}

/** Chargers of OCPP 2.x add their identity to the address by themselves. */
function encryptedUrl(ocppPath: string): string {
  const folder = ocppPath.slice(0, ocppPath.lastIndexOf('/'))
  return ocppUrl(folder, document.baseURI).replace(/^ws:/, 'wss:')
}

function RaiseDialog({ detail, onClose }: { detail: ChargerDetail; onClose: () => void }) {
  const { t } = useTranslation('certificates')
  const { t: charger } = useTranslation('charger')
  const outcome = useOutcome()
  const client = useQueryClient()
  const { row, securityProfile } = detail
  const isTold = row.version !== null && row.version !== '1.6'
  const form = useForm({
    initialValues: {
      profile: String(Math.max(2, securityProfile + 1)),
      url: isTold ? encryptedUrl(detail.ocppPath) : '',
    },
    validate: {
      url: (url, { profile }) => {
        if (!isTold) return null
        if (!/^wss?:\/\/\S+$/.test(url)) return t('rule.url')
        return Number(profile) >= 2 && !url.startsWith('wss:') ? t('rule.wss') : null
      },
    },
  })

  async function raise({ profile, url }: typeof form.values) {
    await post(`chargers/${row.id}/security-profile`, { profile: Number(profile), ...(isTold ? { url } : {}) })
    void client.invalidateQueries({ queryKey: ['charger', row.id, 'errands'] })
    outcome.done(t('raise.begun'))
  }

  return (
    <FormDialog
      title={t('raise.title', { name: row.name ?? row.identity })}
      form={form}
      action={t('raise.action')}
      onSubmit={raise}
      onClose={onClose}
    >
      <Text size="sm">{t('raise.text')}</Text>
      <NativeSelect
        label={t('raise.profile')}
        data={([1, 2, 3] as const)
          .filter((one) => one > securityProfile)
          .map((one) => ({ value: String(one), label: charger(`about.securityProfile.profile${one}`) }))}
        {...form.getInputProps('profile')}
      />
      {isTold && (
        <TextInput
          label={t('raise.url')}
          description={t('raise.urlHint')}
          autoComplete="off"
          spellCheck={false}
          maxLength={512}
          required
          {...form.getInputProps('url')}
        />
      )}
      <Text size="sm" c="dimmed">
        {t('raise.follow')}{' '}
        <PageLink to={`/chargers/${row.id}`} search={{ tab: 'commands' }}>
          {charger('tabs.commands')}
        </PageLink>
      </Text>
    </FormDialog>
  )
}
