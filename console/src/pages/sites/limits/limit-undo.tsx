import { Button, Group } from '@mantine/core'
import { IconArrowBackUp, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CircuitLimit } from '../../../../../api/console/wire/circuit-limits.ts'
import { del, post } from '../../../api/request.ts'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { useRole } from '../../../parts/use-role.ts'
import { RemoveDialog } from '../circuits/remove-dialog.tsx'
import classes from '../sites.module.css'
import { refreshSites } from '../use-sites.ts'

interface LimitUndoProps {
  siteId: number
  limit: CircuitLimit
  /** A feed writes it, and would write it again. */
  isOfFeed?: boolean
}

/**
 * Undoes a limit by one step, lifts an operator's cap, or withdraws what another system said. What the grid or a contract
 * demands only they undo.
 */
export function LimitUndo({ siteId, limit, isOfFeed = false }: LimitUndoProps) {
  const { t } = useTranslation('sites')
  const { may } = useRole()
  const outcome = useOutcome()
  const { t: tFeeds } = useTranslation('feeds')
  const [busy, setBusy] = useState(false)
  const [withdrawing, setWithdrawing] = useState(false)
  if (isOfFeed) return <span className={`${classes.dim} ${classes.rowEnd}`}>{tFeeds('byFeed')}</span>
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
    <Group gap="xs" component="span" className={classes.rowEnd}>
      <Button
        size="xs"
        variant="default"
        loading={busy}
        leftSection={<IconArrowBackUp size={15} aria-hidden />}
        onClick={() => void act(() => post(undo, {}), t('limits.undone', { circuit: limit.circuit }), null)}
      >
        {t('limits.undo')}
      </Button>
      {!isCap && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconX size={15} aria-hidden />}
          onClick={() => setWithdrawing(true)}
        >
          {tFeeds('withdraw')}
        </Button>
      )}
      {withdrawing && (
        <RemoveDialog
          title={tFeeds('withdrawTitle', { name: limit.name })}
          text={tFeeds('withdrawText', { circuit: limit.circuit })}
          action={tFeeds('withdraw')}
          path={`sites/${siteId}/limits/${limit.id}`}
          done={tFeeds('withdrawn', { name: limit.name })}
          onClose={() => setWithdrawing(false)}
        />
      )}
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
