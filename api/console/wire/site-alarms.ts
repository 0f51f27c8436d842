import { type Static, Type } from 'typebox'
import { closed, Id, orNull, Switch, Time } from './parts.ts'

export const SiteAlarm = Type.Object({
  id: Id,
  siteId: Id,
  site: Type.String(),
  kind: Type.String(),
  subject: Type.String(),
  body: Type.Record(Type.String(), Type.Unknown()),
  raisedAt: Time,
  clearedAt: orNull(Time),
})
export type SiteAlarm = Static<typeof SiteAlarm>

/** GET /site-alarms?site&open, newest first, at most 500. POST /site-alarms/{id}/clear (operator). */
export const SiteAlarmQuery = Type.Object({ site: Type.Optional(Id), open: Type.Optional(Switch) }, closed)

export const SiteAlarms = Type.Object({ items: Type.Array(SiteAlarm) })
export type SiteAlarms = Static<typeof SiteAlarms>
