import { Button, Group } from '@mantine/core'
import { IconArrowBackUp, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CircuitLimit } from '../../../../../api/console/wire/smart-charging.ts'
import { del, post } from '../../../api/request.ts'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { useRole } from '../../../parts/use-role.ts'
import { refreshSites } from '../use-sites.ts'

/** Undoes a limit by one step, and takes an operator's cap back. What the grid or a contract demands only they undo. */
export function LimitUndo({ siteId, limit }: { siteId: number; limit: CircuitLimit }) {
  const { t } = useTranslation('sites')
  const { may } = useRole()
  const outcome = useOutcome()
  const [busy, setBusy] = useState(false)
  if (limit.kind === 'grid-operator' || limit.kind === 'flexibility') return <span>{t('limits.onlyAuthor')}</span>
  if (!may('operator')) return null
  const isCap = limit.kind === 'operator'

  async function act(how: () => Promise<unknown>, done: string, back: (() => Promise<unknown>) | null) {
    setBusy(true)
    try {
      await how()
      await refreshSites()
      if (back === null) outcome.done(done)
      else
        outcome.doneWithUndo(done, async () => {
          await back()
          await refreshSites()
        })
    } catch (error) {
      outcome.failed(error)
    } finally {
      setBusy(false)
    }
  }

  const undo = isCap ? `circuits/${limit.circuitId}/cap/undo` : `sites/${siteId}/limits/${limit.id}/undo`
  return (
    <Group gap="xs" component="span">
      <Button
        size="xs"
        variant="default"
        loading={busy}
        leftSection={<IconArrowBackUp size={15} aria-hidden />}
        onClick={() => void act(() => post(undo, {}), t('limits.undone', { circuit: limit.circuit }), null)}
      >
        {t('limits.undo')}
      </Button>
      {isCap && (
        <Button
          size="xs"
          variant="default"
          loading={busy}
          leftSection={<IconX size={15} aria-hidden />}
          onClick={() =>
            void act(
              () => del(`circuits/${limit.circuitId}/cap`),
              t('limits.lifted', { circuit: limit.circuit }),
              () => post(`circuits/${limit.circuitId}/cap/undo`, {}),
            )
          }
        >
          {t('limits.lift')}
        </Button>
      )}
    </Group>
  )
}
