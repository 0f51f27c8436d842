import type { CircuitLimit } from '../../../../../api/console/wire/circuit-limits.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'

export interface AlarmSubject {
  /** Null: a session whose vehicle nobody has told. */
  name: string | null
  session?: number
  to: string | null
  hash?: string
}

/** What an alarm is about, with the page where it is seen: an EVSE, a row, a meter, a session. Null for the site itself. */
export function subjectOf(
  subject: string,
  { row, circuits, chargers }: Pick<SiteDetail, 'row' | 'circuits' | 'chargers'>,
  limits: readonly Pick<CircuitLimit, 'id' | 'circuit'>[],
): AlarmSubject | null {
  const [, charger, evse] = /^(\d+)\/(\d+)$/.exec(subject) ?? []
  if (charger !== undefined) {
    const found = chargers.find(({ id }) => id === Number(charger))
    return { name: `${found?.identity ?? charger} / ${evse}`, to: `/chargers/${charger}` }
  }
  const [, circuit, line] = /^c(\d+)\/(.+)$/.exec(subject) ?? []
  if (circuit !== undefined) return ofCircuit(Number(circuit), line === 'W' ? null : (line ?? null))
  const [, meter] = /^meter:?\s?(\d+)$/.exec(subject) ?? []
  if (meter !== undefined) {
    const at = circuits.find(({ meters }) => meters.some(({ id }) => id === Number(meter)))
    return at ? ofCircuit(at.id, null) : { name: meter, to: null }
  }
  const [, limit] = /^limit(\d+)$/.exec(subject) ?? []
  if (limit !== undefined) {
    const name = limits.find(({ id }) => id === Number(limit))?.circuit ?? `#${limit}`
    return { name, to: `/sites/${row.id}`, hash: 'limits' }
  }
  const [, session] = /^(?:session:?\s?)?(\d+)$/.exec(subject) ?? []
  if (session !== undefined) {
    const at = chargers.flatMap(({ evses }) => evses).find(({ sessionId }) => sessionId === Number(session))
    return { name: at?.vehicle ?? null, session: Number(session), to: `/sessions/${session}` }
  }
  return subject === 'server' || subject === 'planner' ? null : { name: subject, to: null }

  function ofCircuit(id: number, line: string | null): AlarmSubject {
    const name = circuits.find((one) => one.id === id)?.name ?? `c${id}`
    return { name: line === null ? name : `${name} ${line}`, to: `/sites/${row.id}`, hash: `circuit-${id}` }
  }
}
