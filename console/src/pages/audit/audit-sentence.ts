import type { AuditEntry } from '../../../../api/console/wire/administration.ts'
import type { Role } from '../../../../api/console/wire/parts.ts'
import type { audit } from '../../i18n/en/audit.ts'

export type SentenceKey = keyof (typeof audit)['sentence']

/** Which sentence says what an entry is about, and what is filled into it. A role is to be translated before. */
export type Sentence = {
  key: SentenceKey
  values: { subject: string; action: string; name: string; kind: string; lines: string; place: string }
  role?: Role
}

/**
 * The sentence of an entry; `isSaid` tells whether there is a sentence of that key. An action that is not known yet is
 * said in its own words.
 */
export function auditSentence(
  { action, subject, detail }: Pick<AuditEntry, 'action' | 'subject' | 'detail'>,
  isSaid: (key: string) => boolean,
): Sentence {
  const values = {
    subject: subject ?? '–',
    action,
    name: textIn(detail, 'name') ?? subject ?? '–',
    kind: textIn(detail, 'kind') ?? '?',
    // Circuits and sites are told by their name where it is known.
    place: textIn(detail, 'circuitName') ?? textIn(detail, 'siteName') ?? subject ?? '–',
    // The subject of an import is `214 lines`.
    lines: /^\d+/.exec(subject ?? '')?.[0] ?? '?',
  }
  const role = action === 'account.changed' ? textIn(detail, 'role') : undefined
  const wanted = keyOf(action, detail)
  const key = wanted.find((one): one is SentenceKey => isSaid(one)) ?? 'other'
  return { key, values, ...(key === 'account.role' && isRole(role) ? { role } : {}) }
}

/** Which sentences would do, the best first. */
function keyOf(action: string, detail: AuditEntry['detail']): string[] {
  switch (action) {
    case 'token.changed':
      return detail?.blocked === true ? ['token.blocked'] : detail?.blocked === false ? ['token.unblocked'] : [action]
    case 'account.changed':
      return [accountKey(detail)]
    case 'command.requested':
      return [`command.${textIn(detail, 'kind')}`, 'command.other']
    case 'login.refused':
      return [`login.refused.${textIn(detail, 'wrong')}`, 'login.refused.other']
    default:
      // An operator's own limit is a cap, in the words of the pages.
      if (action.startsWith('limits.') && detail?.kind === 'operator') return [action.replace('limits', 'cap'), action]
      return [action]
  }
}

/** Of several changes the one that matters most. */
function accountKey(detail: AuditEntry['detail']): SentenceKey {
  if (detail?.enabled === false) return 'account.disabled'
  if (detail?.secondFactor === false) return 'account.factor'
  if (isRole(textIn(detail, 'role'))) return 'account.role'
  return detail?.enabled === true ? 'account.enabled' : 'account.changed'
}

/** `person:anna` as kind and name. A name may contain colons itself. */
export function actorOf(actor: string): { kind: ActorKind | null; name: string } {
  const [kind, ...rest] = actor.split(':')
  const known = actorKinds.find((one) => one === kind)
  return known && rest.length > 0 ? { kind: known, name: rest.join(':') } : { kind: null, name: actor }
}

const actorKinds = ['person', 'client', 'charger', 'system'] as const
export type ActorKind = (typeof actorKinds)[number]

const doors = ['console', 'cli', 'depot', 'ocpp', 'job'] as const

/** Which text names a door. */
export function doorKey(door: string): (typeof doors)[number] | 'unknown' {
  return doors.find((one) => one === door) ?? 'unknown'
}

function textIn(detail: AuditEntry['detail'], member: string): string | undefined {
  const value = detail?.[member]
  return typeof value === 'string' ? value : undefined
}

function isRole(text: string | undefined): text is Role {
  return text === 'viewer' || text === 'operator' || text === 'administrator'
}
