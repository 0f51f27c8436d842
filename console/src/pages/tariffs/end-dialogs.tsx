import { useTranslation } from 'react-i18next'
import type { Tariff, TariffAssignment } from '../../../../api/console/wire/tariffs.ts'
import { del, post } from '../../api/request.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { placeText } from './place-text.ts'
import { refreshTariffs } from './use-tariffs.ts'

/** Asks before a tariff is taken out of use for good. */
export function RetireDialog({ tariff: { id, name }, onClose }: { tariff: Tariff; onClose: () => void }) {
  const { t } = useTranslation('tariffs')
  const told = useTold()
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('retire.title', { name })}
      action={t('retire.action')}
      onConfirm={() => told(post(`tariffs/${id}/retire`), t('retire.done', { name }))}
      dangerous
    >
      {t('retire.text')}
    </ConfirmDialog>
  )
}

/** Asks before a tariff stops to apply somewhere. */
export function EndAssignmentDialog({ assignment, onClose }: { assignment: TariffAssignment; onClose: () => void }) {
  const { t } = useTranslation('tariffs')
  const told = useTold()
  const place = placeText(t, assignment)
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('end.title', { place })}
      action={t('end.item')}
      onConfirm={() => told(del(`tariff-assignments/${assignment.id}`), t('end.done', { place }))}
      dangerous
    >
      {t(assignment.place === 'tenant' ? 'end.textTenant' : 'end.text', { name: assignment.tariffName })}
    </ConfirmDialog>
  )
}

function useTold(): (work: Promise<unknown>, done: string) => Promise<void> {
  const outcome = useOutcome()
  return async (work, done) => {
    try {
      await work
      outcome.done(done)
    } catch (error) {
      outcome.failed(error)
      throw error
    } finally {
      void refreshTariffs()
    }
  }
}
