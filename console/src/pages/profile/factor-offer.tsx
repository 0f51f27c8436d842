import { Anchor, Skeleton, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconExternalLink } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { SecondFactorOffer } from '../../../../api/console/wire/login.ts'
import { loadPart } from '../../api/load-part.ts'
import { RequestFailed } from '../../api/request.ts'
import { CopyField } from '../../parts/copy-field.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { groupsOfFour } from './groups-of-four.ts'
import classes from './profile-page.module.css'

const QrCode = lazy(() => loadPart(() => import('./qr-code.tsx')))

interface FactorOfferProps {
  offer: SecondFactorOffer
  onEnable: (code: string) => Promise<void>
  onClose: () => void
}

/** The two steps of the set-up: the key into the app, its first code back. */
export function FactorOffer({ offer, onEnable, onClose }: FactorOfferProps) {
  const { t } = useTranslation('profile')
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (/^\d{6}$/.test(code.replaceAll(' ', '')) ? null : t('factor.offer.codeRule')) },
  })

  async function enable({ code }: { code: string }) {
    try {
      await onEnable(code.replaceAll(' ', ''))
    } catch (error) {
      const wrong = error instanceof RequestFailed && (error.field === 'code' || error.code === 'invalid_credentials')
      throw wrong ? new RequestFailed(error.status, error.code, t('factor.offer.wrong'), 'code') : error
    }
  }

  return (
    <FormDialog
      title={t('factor.offer.title')}
      form={form}
      action={t('factor.offer.enable')}
      onSubmit={enable}
      onClose={onClose}
    >
      <div>
        <Text fw={600}>1. {t('factor.offer.step1')}</Text>
        <Text size="sm" c="dimmed">
          {t('factor.offer.step1Text')}
        </Text>
        <Suspense fallback={<Skeleton width="13rem" height="13rem" mt="sm" />}>
          <QrCode text={offer.uri} label={t('factor.offer.qr')} />
        </Suspense>
        <Anchor href={offer.uri} size="sm" className={classes.appLink}>
          <IconExternalLink size={15} aria-hidden /> {t('factor.offer.link')}
        </Anchor>
      </div>
      <CopyField label={t('factor.offer.key')} value={groupsOfFour(offer.secret)} />
      <CopyField label={t('factor.offer.address')} value={offer.uri} />
      <Text fw={600}>2. {t('factor.offer.step2')}</Text>
      <TextInput
        label={t('factor.offer.code')}
        className={classes.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        data-autofocus
        {...form.getInputProps('code')}
      />
    </FormDialog>
  )
}
