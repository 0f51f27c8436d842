import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './database.ts'

/** What the chargers of a case were told is stored. */
export type Tally = {
  messages: number
  readings: number
  statusReports: number
  sessions: number
  finishedSessions: number
}

export function emptyTally(): Tally {
  return { messages: 0, readings: 0, statusReports: 0, sessions: 0, finishedSessions: 0 }
}

export type Stored = {
  rows: number
  /** Given up under overload, which only heartbeats may be. */
  droppedLogRows: number
  faults: string[]
}

/** How many rows there are, and in words what of the tally is missing in the database or is there too often. */
export async function compareWithStored(
  { client }: Database,
  { chargers, tally, droppedLogRows }: { chargers: string; tally: Tally; droppedLogRows: () => Promise<number> },
): Promise<Stored> {
  const count = async () => {
    const { rows } = await client.query(storedRows, [`${chargers}-%`])
    return Object.fromEntries(Object.entries(rows[0]).map(([name, value]) => [name, Number(value)])) as Tally
  }
  // Log rows of heartbeats are not waited for.
  const deadlineMs = performance.now() + 3_000
  let stored = await count()
  let dropped = await droppedLogRows()
  while (stored.messages + dropped < tally.messages && performance.now() < deadlineMs) {
    await sleep(100)
    stored = await count()
    dropped = await droppedLogRows()
  }

  const faults = (Object.keys(tally) as (keyof Tally)[])
    .filter((name) => stored[name] + (name === 'messages' ? dropped : 0) !== tally[name])
    .map((name) => `${name}: ${tally[name]} were acknowledged, ${stored[name]} are stored`)
  const { messages, readings, statusReports, sessions } = stored
  return { rows: messages + readings + statusReports + sessions, droppedLogRows: dropped, faults }
}

const storedRows = `
  with chosen as (select id from charger where identity like $1)
  select (select count(*) from message_log where charger_id in (table chosen) and direction = 'in') as messages,
         (select count(*) from meter_reading where charger_id in (table chosen) and context = 'Sample.Periodic') as readings,
         (select count(*) from status_report where charger_id in (table chosen)) as "statusReports",
         (select count(*) from session where charger_id in (table chosen)) as sessions,
         (select count(*) from session where charger_id in (table chosen) and record_no is not null) as "finishedSessions"`
