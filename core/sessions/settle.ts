import type { ChargerWork } from '../context.ts'
import { energyOfReadings } from './energy-of-readings.ts'
import type { SessionEvidence } from './evidence.ts'
import { recordOf, type SessionRecord } from './record.ts'
import type { Session } from './session.ts'

/** Stores a session with new evidence and the record that follows from it; tells of what a person should look at. */
export async function settle(work: ChargerWork, session: Session, evidence: SessionEvidence): Promise<Session> {
  const record = await fullRecord(work, session, evidence)
  const settled: Session = { ...session, evidence, record }
  work.sessions.save(settled)
  for (const flag of newFlags(session.record, record)) {
    work.addFact({ kind: 'session.flagged', subjectId: session.id, body: { flag } })
  }
  return settled
}

/** Ends a session for good. Whatever comes later corrects its record, and nothing opens it again. */
export async function finish(work: ChargerWork, session: Session, evidence: SessionEvidence): Promise<Session> {
  const finished = await settle(work, { ...session, state: 'finished', closeDueAt: null }, evidence)
  const { energyWh, endReason } = finished.record
  work.addFact({
    kind: 'session.finished',
    subjectId: session.id,
    body: { energyWh: energyWh.toFixed(), reason: endReason },
  })
  return finished
}

// Readings are read back only when the registers tell no energy.
async function fullRecord(work: ChargerWork, session: Session, evidence: SessionEvidence): Promise<SessionRecord> {
  const record = recordOf(evidence)
  const hasOtherEnergy = evidence.hasIntervals || evidence.maxPowerW !== null
  const isDoubtful = record.energyMethod === 'none' || record.flags.includes('implausible-hold')
  if (record.endedAt === null || !isDoubtful || !hasOtherEnergy) return record
  return recordOf(evidence, energyOfReadings(await work.sessions.readings(session)))
}

function newFlags(before: SessionRecord, after: SessionRecord): string[] {
  return after.endedAt === null ? [] : after.flags.filter((flag) => !before.flags.includes(flag))
}
