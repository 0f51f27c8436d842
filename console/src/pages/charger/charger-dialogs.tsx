import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import type { ChargerChange, ChargerDetail, NewPassword } from '../../../../api/console/wire/chargers.ts'
import { del, patch, post } from '../../api/request.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { SecretOnce } from '../../parts/secret-once.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import type { DialogName } from './charger-menu.tsx'
import { TextDialog } from './text-dialog.tsx'
import type { Commands } from './use-commands.ts'

type Change = Static<typeof ChargerChange>

interface ChargerDialogsProps {
  detail: ChargerDetail
  commands: Commands
  open: DialogName | null
  onClose: () => void
}

/** Changes a charger's own settings; tells when it failed, and rejects then. */
export function useChargerChange(id: number): (change: Change, done: string) => Promise<void> {
  const client = useQueryClient()
  const outcome = useOutcome()
  return async (change, done) => {
    try {
      await patch(`chargers/${id}`, change)
      outcome.done(done)
      await client.invalidateQueries({ queryKey: ['charger', id], exact: true })
    } catch (error) {
      outcome.failed(error)
      throw error
    }
  }
}

/** The dialogs of the charger's menu, of which at most one is open. */
export function ChargerDialogs({ detail, commands, open, onClose }: ChargerDialogsProps) {
  const { t } = useTranslation('charger')
  const { id, name: givenName, identity } = detail.row
  const name = givenName ?? identity
  const change = useChargerChange(id)
  const running = detail.row.connectors.filter(({ sessionId }) => sessionId !== null).length
  const ends = running === 0 ? t('reset.endsNone') : t('reset.ends', { count: running })
  const reset = (mode: 'soft' | 'hard') => commands.send({ kind: 'reset', mode })
  return (
    <>
      <ConfirmDialog
        opened={open === 'softReset'}
        onClose={onClose}
        title={t('reset.softTitle', { name })}
        action={t('reset.action')}
        onConfirm={() => reset('soft')}
      >
        <p>{t('reset.soft')}</p>
        <strong>{ends}</strong>
      </ConfirmDialog>
      <ConfirmDialog
        opened={open === 'hardReset'}
        onClose={onClose}
        title={t('reset.hardTitle', { name })}
        action={t('reset.action')}
        onConfirm={() => reset('hard')}
        dangerous
      >
        <p>{t('reset.hard')}</p>
        <strong>{ends}</strong>
      </ConfirmDialog>
      <ConfirmDialog
        opened={open === 'unavailable'}
        onClose={onClose}
        title={t('availability.title', { name })}
        action={t('availability.action')}
        onConfirm={() => commands.send({ kind: 'availability', operative: false, connector: null })}
      >
        {t('availability.text')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={open === 'block'}
        onClose={onClose}
        title={t('block.title', { name })}
        action={t('block.action')}
        onConfirm={() => change({ blocked: true }, t('block.done'))}
        dangerous
      >
        {t('block.text')}
      </ConfirmDialog>
      <TextDialog
        opened={open === 'rename'}
        onClose={onClose}
        title={t('rename.title')}
        label={t('rename.label')}
        hint={t('rename.hint', { identity })}
        value={givenName}
        maxLength={100}
        onSave={(text) => change({ name: text }, t('rename.done'))}
      />
      <TextDialog
        opened={open === 'zone'}
        onClose={onClose}
        title={t('zone.title')}
        label={t('zone.label')}
        hint={t('zone.hint')}
        value={detail.timeZone}
        suggestions={Intl.supportedValuesOf('timeZone')}
        maxLength={64}
        onSave={(text) => change({ timeZone: text }, t('zone.done'))}
      />
      <PasswordDialog id={id} name={name} opened={open === 'password'} onClose={onClose} />
      <RemoveDialog id={id} name={name} opened={open === 'remove'} onClose={onClose} ends={running === 0 ? '' : ends} />
    </>
  )
}

interface OneProps {
  id: number
  name: string
  opened: boolean
  onClose: () => void
}

/** Makes a new password and shows it once. */
export function PasswordDialog({ id, name, opened, onClose }: OneProps) {
  const { t } = useTranslation('charger')
  const outcome = useOutcome()
  const client = useQueryClient()
  const [password, setPassword] = useState<string | null>(null)

  async function make() {
    try {
      const made = await post<Static<typeof NewPassword>>(`chargers/${id}/password`)
      setPassword(made.password)
      void client.invalidateQueries({ queryKey: ['charger', id], exact: true })
    } catch (error) {
      outcome.failed(error)
      throw error
    }
  }

  return (
    <>
      <ConfirmDialog
        opened={opened}
        onClose={onClose}
        title={t('password.title')}
        action={t('password.action')}
        onConfirm={make}
        dangerous
      >
        {t('password.text')}
      </ConfirmDialog>
      <SecretOnce
        title={t('password.shown', { name })}
        secrets={password === null ? null : [{ label: t('password.label'), value: password }]}
        onClose={() => setPassword(null)}
      />
    </>
  )
}

function RemoveDialog({ id, name, opened, onClose, ends }: OneProps & { ends: string }) {
  const { t } = useTranslation('charger')
  const outcome = useOutcome()
  const navigate = useNavigate()

  async function remove() {
    try {
      await del(`chargers/${id}`)
      outcome.doneWithUndo(t('remove.done', { name }), () => post(`chargers/${id}/restore`))
      void navigate({ to: '/chargers' })
    } catch (error) {
      outcome.failed(error)
      throw error
    }
  }

  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t('remove.title', { name })}
      action={t('remove.action')}
      onConfirm={remove}
      dangerous
    >
      <p>{t('remove.text')}</p>
      {ends !== '' && <strong>{ends}</strong>}
    </ConfirmDialog>
  )
}
