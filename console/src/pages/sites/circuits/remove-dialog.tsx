import { useTranslation } from 'react-i18next'
import { del } from '../../../api/request.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { refreshSites } from '../use-sites.ts'

interface RemoveDialogProps {
  title: string
  text: string
  /** The verb, where it is not to remove. */
  action?: string
  path: string
  done: string
  onClose: () => void
}

/** Takes something out of a site's wiring. */
export function RemoveDialog({ title, text, action, path, done, onClose }: RemoveDialogProps) {
  const { t } = useTranslation()
  const outcome = useOutcome()
  async function remove() {
    try {
      await del(path)
    } catch (error) {
      outcome.failed(error)
      throw error
    }
    void refreshSites()
    outcome.done(done)
  }
  return (
    <ConfirmDialog
      opened
      dangerous
      onClose={onClose}
      title={title}
      action={action ?? t('actions.remove')}
      onConfirm={remove}
    >
      {text}
    </ConfirmDialog>
  )
}
