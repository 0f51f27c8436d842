import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { WriteRefused } from '#core/errors.ts'
import type { Writes } from '#storage/group-commit.ts'
import { type Cut, startProxy } from '../support/durability-proxy.ts'
import {
  addChargers,
  contextOf,
  copiesOf,
  execute,
  message,
  migratedDatabase,
  numberOf,
  openGroupCommit,
  openNode,
  rowsOf,
  silent,
} from '../support/durability-storage.ts'
import { startSystem } from '../support/system.ts'

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }
const once = { facts: 1, logRows: 1 }
const never = { facts: 0, logRows: 0 }
const poisoned = (error: unknown) => error instanceof WriteRefused && error.why === 'poisoned'
const takenOver = (error: unknown) => error instanceof WriteRefused && error.why === 'taken-over'

test('F18: a write that the database refuses fails alone, and the others of its batch are stored', async (t) => {
  const { url, commit, chargers, batches } = await start(t, 6)
  await execute(url, `alter table fact add constraint no_bad_word check (body->>'reason' <> 'bad')`)
  const members = chargers.map(({ ref, fence }) => message(ref, fence))
  members[3]!.writes.fact![0]!.fact.body = { action: 'Test', reason: 'bad' } as never

  const results = await Promise.allSettled(members.map((member) => commit.commit(member)))

  await commit.close()
  assert.deepEqual(batches, [6], 'they were one batch')
  for (const [index, { id }] of members.entries()) {
    if (index === 3) continue
    assert.equal(results[index]!.status, 'fulfilled')
    assert.deepEqual(await copiesOf(url, id), once)
  }
  const refused = results[3] as PromiseRejectedResult
  assert.ok(poisoned(refused.reason))
  assert.match(String(refused.reason.cause), /no_bad_word/)
  assert.equal(await numberOf(url, 'message_log', 'message_id = $1', [members[3]!.id]), 0)
})

const unstorable: Record<string, (charger: number) => Writes> = {
  'text with U+0000': (charger) => quarantined(charger, 'nul \u0000 nul'),
  'a number beyond the range of its column': (charger) => statusOf(charger, 2 ** 40),
  'a number that is none': (charger) => statusOf(charger, Number.NaN),
}
for (const [what, writes] of Object.entries(unstorable)) {
  test(`${what} is refused without harm to others of its batch`, async (t) => {
    const { url, commit, chargers } = await start(t, 3)
    const members = chargers.map(({ ref, fence }, index) => message(ref, fence, index === 1 ? writes(ref.id) : {}))

    const [first, bad, last] = await Promise.allSettled(members.map((member) => commit.commit(member)))

    assert.deepEqual([first!.status, bad!.status, last!.status], ['fulfilled', 'rejected', 'fulfilled'])
    assert.ok(poisoned((bad as PromiseRejectedResult).reason))
    assert.deepEqual(await copiesOf(url, members[0]!.id), once)
    assert.deepEqual(await copiesOf(url, members[1]!.id), never)
    assert.deepEqual(await copiesOf(url, members[2]!.id), once)
  })
}

const cuts: Record<Cut, string> = {
  before: 'before PostgreSQL has heard of the COMMIT',
  during: 'while PostgreSQL works on the COMMIT',
  after: 'after PostgreSQL has done the COMMIT',
}
for (const [cut, when] of Object.entries(cuts) as [Cut, string][]) {
  test(`F2: a connection lost ${when} neither loses nor doubles anything`, async (t) => {
    const url = await migratedDatabase(t)
    const node = await openNode(t, url)
    const refs = await addChargers(node, ['CP-1', 'CP-2', 'CP-3'])
    const proxy = await startProxy(t, url)
    const { commit } = await openGroupCommit(t, proxy.url, url)
    const members = await Promise.all(refs.map(async (ref) => message(ref, await node.ownership.claim(ref))))
    if (cut === 'during') await makeCommitsSlow(url)

    proxy.troubleNextCommit(cut)
    await Promise.all(members.map((member) => commit.commit(member)))

    assert.equal(proxy.cuts(), 1)
    for (const { id } of members) assert.deepEqual(await copiesOf(url, id), once)
  })
}

test('a COMMIT that PostgreSQL answers with ROLLBACK is not taken for a commit', async (t) => {
  const url = await migratedDatabase(t)
  const node = await openNode(t, url)
  const [ref] = await addChargers(node, ['CP-1'])
  const proxy = await startProxy(t, url)
  const { commit } = await openGroupCommit(t, proxy.url, url)
  const member = message(ref!, await node.ownership.claim(ref!))

  proxy.troubleNextCommit('failing', 'failing')
  await assert.rejects(commit.commit(member), poisoned)
  assert.deepEqual(await copiesOf(url, member.id), never)

  // Refused in one go, it is done again step by step, and told apart from what will never be taken.
  proxy.troubleNextCommit('failing')
  await commit.commit(member)
  assert.deepEqual(await copiesOf(url, member.id), once)
})

test('F3: a node whose charger was taken over writes nothing more for it', async (t) => {
  const url = await migratedDatabase(t)
  const former = await openNode(t, url)
  const owner = await openNode(t, url)
  const [charger] = await addChargers(former, ['CP-1'])
  const report = (node: typeof owner, status: string) =>
    contextOf(node).chargerWork(charger!, (work) => {
      const at = Temporal.Now.instant()
      work.addStatusReport({ ...blankStatus, status, at, reportedAt: at, changedAt: at })
      work.addFact({ kind: 'message.quarantined', subjectId: charger!.id, body: { action: status, reason: '' } })
    })
  await report(former, 'Available')

  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const late = contextOf(former).chargerWork(charger!, async (work) => {
    await held
    const at = Temporal.Now.instant()
    work.addStatusReport({ ...blankStatus, status: 'Late', at, reportedAt: at, changedAt: at })
    work.addFact({ kind: 'message.quarantined', subjectId: charger!.id, body: { action: 'Late', reason: '' } })
  })
  late.catch(() => undefined)
  await report(owner, 'Charging')
  release()

  await assert.rejects(late, takenOver)
  const stored = await rowsOf<{ status: string }>(url, 'select status from status_report order by at')
  assert.deepEqual(
    stored.map((row) => row.status),
    ['Available', 'Charging'],
  )
  assert.equal(await numberOf(url, 'fact', `body->>'action' = 'Late'`), 0)
})

test('F3: in one batch, work under an old fence is refused and work under the new one is stored', async (t) => {
  const { url, commit, chargers, node } = await start(t, 2)
  const [{ ref, fence: old }, other] = [chargers[0]!, chargers[1]!]
  node.ownership.lost(ref.id)
  const current = await node.ownership.claim(ref)
  assert.ok(current > old)
  const members = [message(ref, current), message(other.ref, other.fence), message(ref, old)]

  const results = await Promise.allSettled(members.map((member) => commit.commit(member)))

  assert.deepEqual(
    results.map((result) => result.status),
    ['fulfilled', 'fulfilled', 'rejected'],
  )
  assert.ok(takenOver((results[2] as PromiseRejectedResult).reason))
  assert.deepEqual(await Promise.all(members.map(({ id }) => copiesOf(url, id))), [once, once, never])
})

test('log rows that nobody waits for are dropped in a jam and counted, and hold nobody up', async (t) => {
  const { url, commit, chargers, dropped } = await start(t, 1)
  const { ref, fence } = chargers[0]!
  const rows = 20_100
  for (let n = 0; n < rows; n++) commit.ride(heartbeat(ref, fence))
  assert.equal(dropped(), 100)

  const member = message(ref, fence)
  await commit.commit(member)
  assert.deepEqual(await copiesOf(url, member.id), once)
  await commit.close()
  assert.equal(await numberOf(url, 'message_log', `action = 'Heartbeat'`), rows - dropped())
})

test('log rows go under when the database is away, and what is waited for does not', async (t) => {
  const url = await migratedDatabase(t)
  const node = await openNode(t, url)
  const [ref] = await addChargers(node, ['CP-1'])
  const fence = await node.ownership.claim(ref!)
  const proxy = await startProxy(t, url)
  const { commit, dropped } = await openGroupCommit(t, proxy.url, url)

  proxy.troubleNextCommit('before')
  commit.ride(heartbeat(ref!, fence))
  const member = message(ref!, fence)
  await commit.commit(member)

  assert.equal(dropped(), 1)
  assert.deepEqual(await copiesOf(url, member.id), once)
  assert.equal(await numberOf(url, 'message_log', `action = 'Heartbeat'`), 0)
})

test('a server that stops refuses what comes too late, and finishes what came before', async (t) => {
  const { url, commit, chargers } = await start(t, 1)
  const { ref, fence } = chargers[0]!
  const before = message(ref, fence)
  const late = message(ref, fence)
  const stored = commit.commit(before)
  const closed = commit.close()

  await assert.rejects(commit.commit(late), (error: unknown) => error instanceof WriteRefused && error.why === 'closed')
  await stored
  await closed
  assert.deepEqual(await copiesOf(url, before.id), once)
  assert.deepEqual(await copiesOf(url, late.id), never)
})

test('F10: writes wait while the disk is full, and are stored once when there is room again', async (t) => {
  const { url, commit, chargers } = await start(t, 3)
  await execute(url, ...refuseFactsWith('53100'))
  const members = chargers.map(({ ref, fence }) => message(ref, fence))
  let settled = 0
  const waiting = members.map((member) => commit.commit(member).finally(() => settled++))

  await sleep(500)
  assert.equal(settled, 0)
  await execute(url, 'drop trigger refuse on fact')
  await Promise.all(waiting)
  for (const { id } of members) assert.deepEqual(await copiesOf(url, id), once)
})

test('F2: writes wait while the database is read-only, also on connections that stay so for ever', async (t) => {
  const { url, commit, chargers, connection } = await start(t, 2)
  const name = new URL(url).pathname.slice(1)
  await execute(url, `alter database ${name} set default_transaction_read_only = on`)
  connection.destroy()
  const members = chargers.map(({ ref, fence }) => message(ref, fence))
  let settled = 0
  const waiting = members.map((member) => commit.commit(member).finally(() => settled++))

  await sleep(500)
  assert.equal(settled, 0)
  await execute(
    url,
    'set default_transaction_read_only = off',
    `alter database ${name} reset default_transaction_read_only`,
  )
  await Promise.all(waiting)
  for (const { id } of members) assert.deepEqual(await copiesOf(url, id), once)
})

test('F18: a message that the database refuses twice is put into quarantine, and other chargers are served', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], tokens: ['CARD-1'], log: silent })
  const [bad, good] = [await system.connectRaw('CP-1'), await system.connectRaw('CP-2')]
  for (const charger of [bad, good]) await charger.call('BootNotification', boot)
  await execute(system.databaseUrl, 'alter table session add constraint no_bad_word check (token_uid <> $$BAD$$)')
  const start = { connectorId: 1, meterStart: 0, timestamp: new Date().toISOString() }

  // A charger counts its attempts, and says other things in between.
  for (let attempt = 0; attempt < 2; attempt++) {
    const [, answer] = await Promise.all([
      bad.call('StartTransaction', { ...start, idTag: 'BAD' }),
      good.call('StartTransaction', { ...start, idTag: 'CARD-1', meterStart: attempt }),
    ])
    assert.equal(answer[0], 3)
    assert.ok(answer[2].transactionId > 0)
    assert.equal((await bad.call('Heartbeat', {}))[0], 3)
  }

  const [row, ...more] = await rowsOf(system.databaseUrl, 'select action, frame, reason from quarantine')
  assert.deepEqual(more, [])
  assert.equal(row!.action, 'StartTransaction')
  assert.match(row!.frame, /"idTag":/)
  assert.match(row!.reason, /no_bad_word/)
  assert.equal(await numberOf(system.databaseUrl, 'session', `token_uid = 'CARD-1'`), 2)
  await bad.call('StartTransaction', { ...start, idTag: 'CARD-1' })
  assert.equal(await numberOf(system.databaseUrl, 'session', `token_uid = 'CARD-1'`), 3)
})

/** A group commit over chargers that its node owns. */
async function start(t: Parameters<typeof migratedDatabase>[0], count: number) {
  const url = await migratedDatabase(t)
  const node = await openNode(t, url)
  const refs = await addChargers(
    node,
    Array.from({ length: count }, (_, index) => `CP-${index + 1}`),
  )
  const chargers = await Promise.all(refs.map(async (ref) => ({ ref, fence: await node.ownership.claim(ref) })))
  return { url, node, chargers, ...(await openGroupCommit(t, url)) }
}

const blankStatus = {
  evse: 1,
  connector: 1,
  errorCode: null,
  vendorId: null,
  vendorErrorCode: null,
  info: null,
  reportKey: Buffer.alloc(16),
}

function statusOf(charger: number, evse: number): Writes {
  const at = Temporal.Now.instant()
  const report = { ...blankStatus, evse, status: 'Available', at, reportedAt: at, changedAt: at }
  return { statusReport: [{ charger, tenant: 1, report, receivedAt: at }] }
}

function quarantined(charger: number, frame: string): Writes {
  return { quarantine: [{ charger, tenant: 1, at: Temporal.Now.instant(), action: 'Test', frame, reason: 'test' }] }
}

function heartbeat(ref: Parameters<typeof message>[0], fence: number) {
  const { writes, ...member } = message(ref, fence)
  const messageLog = writes.messageLog!.map((row) => ({ ...row, action: 'Heartbeat' }))
  return { ...member, writes: { messageLog } }
}

function makeCommitsSlow(url: string): Promise<void> {
  return execute(
    url,
    `create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.5); return null; end'`,
    `create constraint trigger slow after insert on fact deferrable initially deferred
       for each row when (new.subject_id = 1) execute function slow()`,
  )
}

function refuseFactsWith(code: string): string[] {
  return [
    `create function refuse() returns trigger language plpgsql as
       'begin raise exception ''no room'' using errcode = ''${code}''; end'`,
    'create trigger refuse before insert on fact for each row execute function refuse()',
  ]
}
