import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Vehicle } from '../../../../api/console/wire/vehicles.ts'
import { del } from '../../api/request.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Needs } from '../../parts/needs.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { refreshVehicles } from './use-vehicles.ts'

/** The button that takes a vehicle out of the fleet. */
export function RemoveVehicle({ vehicle: { id, vehicle } }: { vehicle: Vehicle }) {
  const { t } = useTranslation('vehicles')
  const outcome = useOutcome()
  const navigate = useNavigate()
  const [asked, setAsked] = useState(false)

  async function remove() {
    try {
      await del(`vehicles/${id}`)
    } catch (failure) {
      outcome.failed(failure)
      throw failure
    }
    outcome.done(t('remove.done', { vehicle }))
    void navigate({ to: '/vehicles' as '/' })
    void refreshVehicles()
  }

  return (
    <Needs role="administrator">
      <Button
        variant="default"
        c="var(--vy-bad)"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => setAsked(true)}
      >
        {t('remove.action')}
      </Button>
      <ConfirmDialog
        opened={asked}
        dangerous
        onClose={() => setAsked(false)}
        title={t('remove.title', { vehicle })}
        action={t('remove.action')}
        onConfirm={remove}
      >
        {t('remove.text')}
      </ConfirmDialog>
    </Needs>
  )
}
