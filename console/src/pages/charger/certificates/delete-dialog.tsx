import { useTranslation } from 'react-i18next'
import type { ChargerCertificates } from '../../../../../api/console/wire/certificates.ts'
import { post } from '../../../api/request.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { useTold } from '../../../parts/use-told.ts'

interface DeleteCertificateDialogProps {
  chargerId: number
  certificate: ChargerCertificates['installed'][number]
  onClose: () => void
}

/** Asks before a certificate is deleted from a charger; twice for a root that it needs to come back to us. */
export function DeleteCertificateDialog({ chargerId, certificate, onClose }: DeleteCertificateDialogProps) {
  const { t } = useTranslation('certificates')
  const told = useTold()
  const { hash, subject, use } = certificate
  const isNeeded = use === 'CSMSRootCertificate'
  const body = { hash, ...(isNeeded ? { insists: true } : {}) }
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('delete.title', { name: subject ?? hash.serialNumber })}
      action={t('delete.item')}
      onConfirm={() => told(post(`chargers/${chargerId}/certificates/delete`, body), t('asked.delete'))}
      word={isNeeded ? t('delete.word') : undefined}
      dangerous
    >
      {t(isNeeded ? 'delete.needed' : 'delete.text')}
    </ConfirmDialog>
  )
}
