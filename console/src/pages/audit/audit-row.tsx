import { ActionIcon } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconApi,
  IconChevronDown,
  IconChevronRight,
  IconPlugConnected,
  IconServer,
  IconUser,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../../../../api/console/wire/administration.ts'
import { Instant } from '../../parts/values.tsx'
import classes from './audit-page.module.css'
import { actorOf, auditSentence, doorKey } from './audit-sentence.ts'

const glyphs = { person: IconUser, client: IconApi, charger: IconPlugConnected, system: IconServer } as const

/** One entry: when, who, through which door, what; and all that was written down on demand. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation('audit')
  const { t: tCommon } = useTranslation()
  const [opened, { toggle }] = useDisclosure(false)
  const actor = actorOf(entry.actor)
  const Glyph = glyphs[actor.kind ?? 'system']
  const { key, values, role } = auditSentence(entry, (one) => i18n.exists(`audit:sentence.${one}`))
  const what = t(`sentence.${key}`, { ...values, role: role ? tCommon(`role.${role}`) : '' })
  return (
    <>
      <tr className={classes.row} data-bad={isRefusal(entry.action) || undefined}>
        <td className={classes.at}>
          <Instant at={entry.at} seconds />
        </td>
        <td className={classes.who}>
          <span className={classes.actor} title={actor.kind ? t(`actor.${actor.kind}`) : undefined}>
            <Glyph size={15} aria-hidden />
            <span className={classes.actorName}>{actor.name}</span>
          </span>
        </td>
        <td className={classes.what}>{what}</td>
        <td className={classes.door}>{t(`door.${doorKey(entry.door)}`, { door: entry.door })}</td>
        <td className={classes.more}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-expanded={opened}
            aria-label={t('showDetail', { what })}
            onClick={toggle}
          >
            {opened ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          </ActionIcon>
        </td>
      </tr>
      {opened && (
        <tr className={classes.detailRow}>
          <td colSpan={5}>
            <dl className={classes.detail}>
              <dt>{t('rawAction')}</dt>
              <dd>
                <code>{entry.action}</code>
              </dd>
              <dt>{t('rawSubject')}</dt>
              <dd>
                <code>{entry.subject ?? '–'}</code>
              </dd>
              {Object.entries(entry.detail ?? {}).map(([name, value]) => (
                <Detail key={name} name={name} value={value} />
              ))}
            </dl>
          </td>
        </tr>
      )}
    </>
  )
}

function Detail({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <code>{written(value)}</code>
      </dd>
    </>
  )
}

/** What is short stays on one line. */
function written(value: unknown): string {
  if (typeof value === 'string') return value
  const line = JSON.stringify(value) ?? '–'
  return line.length <= 100 ? line : JSON.stringify(value, null, 2)
}

function isRefusal(action: string): boolean {
  return action === 'forbidden' || action === 'session.copied' || action.endsWith('.refused')
}
