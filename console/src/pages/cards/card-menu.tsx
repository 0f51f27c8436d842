import { ActionIcon, Menu } from '@mantine/core'
import { IconBolt, IconDots, IconLock, IconLockOpen, IconPencil, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Card } from '../../../../api/console/wire/administration.ts'
import { del, patch, post } from '../../api/request.ts'
import { PageLink } from '../../parts/page-link.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { useRole } from '../../parts/use-role.ts'
import { refreshCards } from './use-cards.ts'

/** What can be done with a card. Blocking and removing need no question: they can be undone. */
export function CardMenu({ card, onEdit }: { card: Card; onEdit: (card: Card) => void }) {
  const { t } = useTranslation('cards')
  const { t: tCommon } = useTranslation()
  const { may } = useRole()
  const outcome = useOutcome()
  const { id, uid } = card
  const blocked = card.status === 'blocked'

  async function change(act: () => Promise<unknown>, text: string, back: () => Promise<unknown>) {
    try {
      await act()
      await refreshCards()
    } catch (error) {
      outcome.failed(error)
      return
    }
    outcome.doneWithUndo(text, async () => {
      await back()
      await refreshCards()
    })
  }

  const setBlocked = (value: boolean) => () => patch(`cards/${id}`, { blocked: value })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('actionsOf', { uid })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={PageLink}
          to="/sessions"
          search={{ q: uid }}
          leftSection={<IconBolt size={16} aria-hidden />}
        >
          {t('sessions')}
        </Menu.Item>
        {may('operator') && (
          <>
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => onEdit(card)}>
              {t('edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={blocked ? <IconLockOpen size={16} aria-hidden /> : <IconLock size={16} aria-hidden />}
              onClick={() =>
                void change(
                  setBlocked(!blocked),
                  t(blocked ? 'done.unblocked' : 'done.blocked', { uid }),
                  setBlocked(blocked),
                )
              }
            >
              {t(blocked ? 'unblock' : 'block')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              c="var(--vy-bad)"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() =>
                void change(
                  () => del(`cards/${id}`),
                  t('done.removed', { uid }),
                  () => post(`cards/${id}/restore`),
                )
              }
            >
              {tCommon('actions.remove')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
