import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand, temporaryFolder } from './support/command-line.ts'
import { type ConsoleUser, logIn } from './support/console.ts'
import { askDatabase, countRows } from './support/depot-api.ts'
import { dayAt } from './support/depot-sessions.ts'
import { sessionBench } from './support/session-bench.ts'
import { eventually, type System, startSystem } from './support/system.ts'

test('chargers of a file can connect with the passwords that it gives or that are made', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const file = [
    'Identity;Name;EVSEs;Password;Time zone;Security-Profile',
    'BAY-1;Bay "one";2;a long password;Europe/Berlin;1',
    'BAY-3;;1;;;2',
    'BAY-2;;;;;',
  ].join('\r\n')
  const { status, body } = await anna.post('chargers/import', `\ufeff${file.replace('Bay "one"', '"Bay ""one"""')}`)
  assert.equal(status, 200)
  assert.deepEqual(counts(body), { lines: 3, imported: 3, changed: 0, unchanged: 0, badLines: 0, rolledBack: false })
  assert.deepEqual(body.added[0], { identity: 'BAY-1', password: null })
  assert.match(body.added[2].password, /^[A-Za-z0-9]{20}$/)

  const first = await system.connectCharger('BAY-1', { password: 'a long password' })
  assert.equal((await first.call('BootNotification', boot)).status, 'Accepted')
  const second = await system.connectCharger('BAY-2', { password: body.added[2].password })
  assert.equal((await second.call('BootNotification', boot)).status, 'Accepted')
  const rows = await askDatabase(
    system.databaseUrl,
    `select identity, name, time_zone, security_profile, count(k.id)::int as connectors, max(k.number) as last
       from charger c join connector k on k.charger_id = c.id group by c.id, 1, 2, 3, 4 order by identity`,
  )
  assert.deepEqual(rows, [
    { identity: 'BAY-1', name: 'Bay "one"', time_zone: 'Europe/Berlin', security_profile: 1, connectors: 2, last: 2 },
    { identity: 'BAY-2', name: null, time_zone: null, security_profile: 1, connectors: 1, last: 1 },
    { identity: 'BAY-3', name: null, time_zone: null, security_profile: 2, connectors: 1, last: 1 },
  ])
  const [entry] = await askDatabase(
    system.databaseUrl,
    `select subject, body from audit_entry where action = 'chargers.imported'`,
  )
  assert.deepEqual(entry, { subject: '3 lines', body: { imported: 3, changed: 0, unchanged: 0, bad: 0 } })
})

test('a line that is wrong is named with its column and a sentence, and keeps the whole file out', async (t) => {
  const system = await startSystem(t, { chargers: ['OLD-1', 'OLD-2'] })
  const anna = await logIn(system)
  const file = [
    'identity,name,evses,password,time_zone,security_profile',
    'GOOD-1,Good,1,,,',
    'BAD/1,,,,,',
    'BAD-2,,0,,,',
    'BAD-3,,,short,,',
    'BAD-4,,,,Mars/Olympus,',
    'BAD-5,,,,,9',
    'BAD-6,,,,,0',
    'good-1,,,,,',
    'BAD-7,,,',
    ',Nameless,,,,',
    'OLD-1,,3,,,',
    'OLD-2,New name,2,,,',
    'BAD-8,,,bad-8-bad-8\u0007,,',
    '"BAD',
    '9",,,,,',
  ].join('\n')
  const before = await countRows(system.databaseUrl)
  const refused = (await anna.post('chargers/import', file)).body
  assert.deepEqual(counts(refused), {
    lines: 14,
    imported: 1,
    changed: 1,
    unchanged: 0,
    badLines: 12,
    rolledBack: true,
  })
  assert.deepEqual(
    refused.bad.map(({ line, column }: any) => `${line} ${column}`),
    [
      '3 identity',
      '4 evses',
      '5 password',
      '6 time_zone',
      '7 security_profile',
      '8 security_profile',
      '9 identity',
      '10 null',
      '11 identity',
      '12 evses',
      '14 password',
      '15 identity',
    ],
  )
  for (const { message } of refused.bad) assert.match(message, /^[A-Z].*\.$/)
  assert.match(refused.bad[6].message, /line 2/)
  assert.deepEqual(refused.added, [])
  assert.deepEqual(await withoutSessions(system), withoutLogins(before))

  const tried = (await anna.post('chargers/import?dryRun=true&skipBad=true', file)).body
  assert.deepEqual([tried.rolledBack, tried.imported, tried.added], [true, 1, []])
  assert.deepEqual(await withoutSessions(system), withoutLogins(before))

  const taken = (await anna.post('chargers/import?skipBad=true', file)).body
  assert.deepEqual([taken.rolledBack, taken.imported, taken.changed, taken.added.length], [false, 1, 1, 1])
  const again = (await anna.post('chargers/import?skipBad=true', file)).body
  assert.deepEqual([again.imported, again.changed, again.unchanged], [0, 0, 2])
})

test('cards of a file are added and changed; a column that is missing leaves what is known', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  await anna.post('cards', { uid: 'CARD-1', vehicle: 'BUS-1', note: 'kept' })
  await anna.post('cards', { uid: 'CARD-2', vehicle: 'BUS-2', group: 'north' })
  const file =
    'UID\tVehicle\tStatus\tValid until\r\ncard-1\tBUS-9\tblocked\t\r\nCARD-2\t\tactive\t2099-01-01T00:00:00+01:00\r\nCARD-3\tBUS-9\t\t\r\n'
  const { body } = await anna.post('cards/import', file)
  assert.deepEqual(counts(body), { lines: 3, imported: 1, changed: 2, unchanged: 0, badLines: 0, rolledBack: false })
  const cards = (await anna.get('cards')).body.items.map(({ uid, vehicle, group, note, status, validUntil }: any) =>
    [uid, vehicle, group, note, status, validUntil].join(),
  )
  assert.deepEqual(cards, [
    'CARD-3,BUS-9,,,active,',
    'CARD-2,,north,,active,2098-12-31T23:00:00.000Z',
    'CARD-1,BUS-9,,kept,blocked,',
  ])
  assert.deepEqual(counts((await anna.post('cards/import', file)).body), {
    lines: 3,
    imported: 0,
    changed: 0,
    unchanged: 3,
    badLines: 0,
    rolledBack: false,
  })
  const bad = (
    await anna.post(
      'cards/import',
      'uid,status,type,valid_until,note\nA,gone,,,\nB,,PEN,,\nC,,,soon,\nD,,,,a\u0007b\nd,,,,\nE,,,,\ne,,,,',
    )
  ).body
  assert.deepEqual(
    bad.bad.map(({ line, column }: any) => `${line} ${column}`),
    ['2 status', '3 type', '4 valid_until', '5 note', '8 uid'],
  )
  assert.equal((await anna.get('cards')).body.items.length, 3)
})

test('what was exported can be imported again, formulas and all', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const names = ['=cmd|x', '+49 30 1', "'=quoted", 'Bay, "the" first; really', '-5', 'Straße 7']
  for (const [index, name] of names.entries()) {
    await system.addCharger(index === 0 ? '=BAY' : `BAY-${index}`, { name })
    await anna.post('cards', { uid: `@CARD-${index}`, note: name, vehicle: index % 2 ? name : null })
  }
  for (const table of ['chargers', 'cards']) {
    for (const query of ['', '?excel=true']) {
      const exported = await anna.get(`${table}.csv${query}`)
      assert.equal(exported.status, 200)
      const report = (await anna.call(`${table}/import`, { method: 'POST', body: bytesOf(exported.text, query) })).body
      assert.deepEqual([report.lines, report.unchanged, report.badLines], [6, 6, 0], JSON.stringify(report))
    }
  }
  assert.match((await anna.get('chargers.csv')).text, /^'=BAY,'=cmd\|x,2,/m)

  const other = await startSystem(t)
  const bert = await logIn(other)
  for (const table of ['chargers', 'cards']) {
    const { text } = await anna.get(`${table}.csv`)
    const report = (await bert.post(`${table}/import`, text)).body
    assert.deepEqual([report.imported, report.badLines], [6, 0], JSON.stringify(report))
    const [here, there] = [withoutTimes(text), withoutTimes((await bert.get(`${table}.csv`)).text)]
    assert.deepEqual(there, here)
  }
})

test('an export of sessions is the same byte for byte, in UTC and in Wh', async (t) => {
  const bench = await sessionBench(t, { tokens: ['=CARD'] })
  const charger = await bench.charger()
  const anna = await logIn(bench.system)
  for (const [start, stop] of [
    [dayAt(20, '08:00'), dayAt(20, '09:00')],
    [dayAt(10, '08:00'), dayAt(10, '09:30')],
  ]) {
    const { transactionId } = await charger.call('StartTransaction', {
      connectorId: 1,
      idTag: '=CARD',
      meterStart: 1_000,
      timestamp: start,
    })
    await charger.call('StopTransaction', { transactionId, meterStop: 6_000, timestamp: stop, reason: 'Local' })
  }
  await charger.call('StartTransaction', { connectorId: 2, idTag: '=CARD', meterStart: 0, timestamp: bench.ago(5) })

  const all = await anna.get('sessions.csv')
  assert.match(all.headers.get('content-type')!, /^text\/csv; charset=utf-8/)
  assert.match(
    all.headers.get('content-disposition')!,
    /^attachment; filename="voltyard-sessions-\d{4}-\d\d-\d\d\.csv"$/,
  )
  assert.equal(all.headers.get('x-content-type-options'), 'nosniff')
  const lines = all.text.split('\r\n')
  assert.equal(lines[0], headerOfSessions)
  assert.equal(lines.length, 5)
  assert.equal(lines[4], '')
  const first = `,finished,CP-1,,1,1,'=CARD,,${dayAt(20, '08:00')},${dayAt(20, '09:00')},,,5000,`
  assert.ok(lines[1]!.includes(first))
  assert.match(lines[3]!, /^,\d+,active,CP-1,/)
  assert.equal((await anna.get('sessions.csv')).text, all.text)

  const later = await anna.get(`sessions.csv?from=${dayAt(11, '00:00')}&to=${dayAt(9, '00:00')}`)
  assert.deepEqual(later.text.split('\r\n').slice(1), [lines[2], ''])
  assert.equal((await anna.get('sessions.csv?state=open')).text.split('\r\n')[1], lines[3])
  assert.equal((await anna.get('sessions.csv?q=nobody')).text, `${headerOfSessions}\r\n`)
  const excel = await fetchBytes(bench.system, anna, 'sessions.csv?excel=1')
  assert.equal(excel.toString('utf8').split('\r\n')[0], `\ufeff${headerOfSessions.replaceAll(',', ';')}`)
  const wrong = await anna.get('sessions.csv?from=2026-05-01T00:00:00Z&to=2026-05-01T00:00:00Z')
  assert.deepEqual([wrong.status, wrong.body.error.field], [400, 'to'])
})

const noTables: [name: string, file: Buffer | string, message: RegExp][] = [
  ['nothing', '', /empty/],
  ['blank lines', '\n\n\r\n', /empty/],
  ['column names only', 'identity,name\n', /no other/],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /zero bytes/],
  ['noise', Buffer.from(Array.from({ length: 999 }, (_, index) => 1 + ((index * 37) % 255))), /UTF-8|known|CR/],
  ['UTF-16', Buffer.from('\ufeffidentity\r\nCP-1\r\n', 'utf16le'), /UTF-16/],
  ['Latin-1', Buffer.from('identity,name\nCP-1,Stra\u00dfe\n', 'latin1'), /UTF-8 \(line 2\)/],
  ['lines that end with CR', 'identity,name\rCP-1,One\r', /CR alone/],
  ['a zero byte', 'identity\nCP\u00001\n', /zero bytes/],
  ['a quotation mark that is never closed', 'identity,name\nCP-1,"Bay\nCP-2,Bay\n', /never closed/],
  ['a quotation mark in the middle', 'identity,name\nCP-1,Bay "7"\n', /quotation marks do not match \(line 2\)/],
  ['an unknown column', 'identity,colour\nCP-1,red\n', /"colour" is not known.*identity, name/],
  ['a column that is missing', 'name,evses\nBay,1\n', /"identity" is missing/],
  ['a column twice', 'identity,Identity\nA,B\n', /twice/],
  ['an endless line', `identity\n${'x'.repeat(200_000)}\n`, /longer than/],
  [
    'too many lines',
    `identity\n${Array.from({ length: 100_001 }, (_, index) => index).join('\n')}`,
    /more than 100000/,
  ],
]

test('a file that is no table is refused in one sentence, and changes nothing', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const before = await countRows(system.databaseUrl)
  for (const [name, file, message] of noTables) {
    const bytes = Buffer.isBuffer(file) ? file : Buffer.from(file)
    const { status, body } = await send(system, anna, bytes)
    assert.equal(status, 400, name)
    assert.deepEqual([body.error.code, body.error.field], ['invalid_value', 'file'], name)
    assert.match(body.error.message, message, name)
  }
  assert.deepEqual(await withoutSessions(system), withoutLogins(before))
})

test('a file without end is cut off at the limit', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const long = await send(system, anna, Buffer.alloc(21 * 1024 * 1024, 'CARD-1\n'))
  assert.equal(long.status, 413)
  assert.match(long.body.error.message, /larger than 20 MB/)
  const sent = await sendEndlessly(system, anna)
  // Whoever goes on writing may lose the answer with the connection.
  if (sent.status !== 0) {
    assert.equal(sent.status, 413)
    assert.match(sent.text, /larger than 20 MB/)
  }
  assert.ok(sent.bytes < 200 * 1024 * 1024, `${sent.bytes} bytes were taken`)
  assert.equal((await anna.get('cards')).status, 200)
})

test('only those who may change chargers and cards may import them', async (t) => {
  const system = await startSystem(t)
  const viewer = await logIn(system, { role: 'viewer' })
  const operator = await logIn(system, { role: 'operator' })
  assert.equal((await viewer.post('cards/import', 'uid\nA\n')).body.error.code, 'forbidden')
  assert.equal((await viewer.post('chargers/import', 'identity\nA\n')).body.error.code, 'forbidden')
  assert.equal((await operator.post('chargers/import', 'identity\nA\n')).status, 200)
  assert.equal((await operator.post('cards/import', 'uid\nA\n')).status, 200)
  assert.equal((await viewer.get('cards.csv')).status, 200)
  assert.equal((await operator.post('cards/import', { uid: 'A' })).status, 400)
})

test('ten thousand chargers are imported and exported at once, and exports that are broken off hold nothing', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const identities = Array.from({ length: 10_000 }, (_, index) => `BAY-${index}`)
  const began = performance.now()
  const { body } = await anna.post('chargers/import', `identity,evses\n${identities.map((id) => `${id},2`).join('\n')}`)
  t.diagnostic(`10 000 chargers in ${Math.round(performance.now() - began)} ms`)
  assert.deepEqual([body.imported, body.added.length], [10_000, 10_000])
  assert.equal(new Set(body.added.map((one: any) => one.password)).size, 10_000)
  const again = await anna.post('chargers/import', `identity,evses\n${identities.map((id) => `${id},3`).join('\n')}`)
  assert.deepEqual([again.body.badLines, again.body.bad.length], [10_000, 1_000])
  const { text } = await anna.get('chargers.csv')
  assert.equal(text.split('\r\n').length, 10_002)

  // More than there are connections to the database.
  for (let count = 0; count < 12; count++) {
    const left = new AbortController()
    const begun = await eventually(
      () => fetch(`${system.url}/console-api/chargers.csv`, { headers: { cookie: anna.cookie }, signal: left.signal }),
      ({ status }) => status === 200,
    )
    await begun.body!.getReader().read()
    left.abort()
  }
  const whole = await eventually(
    () => anna.get('chargers.csv'),
    ({ status }) => status === 200,
  )
  assert.equal(whole.text, text)
})

test('the command line exports and imports, with and without a running server', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const folder = temporaryFolder(t)
  const env = {
    DATABASE_URL: system.databaseUrl,
    VOLTYARD_DATA: system.dataFolder,
    VOLTYARD_SEALING_KEY: Buffer.alloc(32, 7).toString('hex'),
  }
  const run = (...argv: string[]) => runCommand(argv, env)
  const chargers = join(folder, 'chargers.csv')
  await writeFile(chargers, 'identity,evses\nNEW-1,1\nNEW-2,1\n')

  const dry = await run('import', 'chargers', chargers, '--dry-run')
  assert.deepEqual([dry.exitCode, dry.err], [0, ''])
  assert.match(dry.out, /^Nothing was written\. Of 2 lines with chargers: 2 added, 0 changed/)
  const passwords = join(folder, 'passwords.csv')
  const made = await run('import', 'chargers', chargers, '--passwords', passwords, '--json')
  assert.equal(made.exitCode, 0, made.out + made.err)
  assert.deepEqual(JSON.parse(made.out).added, [{ identity: 'NEW-1' }, { identity: 'NEW-2' }])
  const [, first, second] = (await readFile(passwords, 'utf8')).split('\r\n')
  assert.equal((await stat(passwords)).mode & 0o777, 0o600)
  const [identity, password] = first!.split(',')
  const charger = await system.connectCharger(identity!, { password: password! })
  assert.equal((await charger.call('BootNotification', boot)).status, 'Accepted')
  assert.ok(second!.startsWith('NEW-2,'))

  const file = join(folder, 'out.csv')
  const out = await run('export', 'chargers', file)
  assert.deepEqual([out.exitCode, out.out], [0, `4 lines are in ${file}.\n`], out.err)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.match((await run('export', 'chargers', file)).err, /exists/)
  const text = await readFile(file, 'utf8')
  assert.equal((await run('export', 'chargers')).out, text)
  await system.stop()

  assert.equal((await run('export', 'chargers')).out, text)
  const cards = join(folder, 'cards.csv')
  await writeFile(cards, 'uid,vehicle\nCARD-1,BUS-1\n,\nCARD-2,BUS-2\n')
  const refused = await run('import', 'cards', cards)
  assert.equal(refused.exitCode, 1)
  assert.match(
    refused.out,
    /^Nothing was written\. Of 3 lines with cards: 1 added, 1 changed, 0 unchanged, 1 bad\.\n {2}line 3, uid: /,
  )
  assert.equal((await run('import', 'cards', cards, '--skip-bad')).exitCode, 0)
  assert.match((await run('export', 'cards')).out, /^CARD-1,RFID,active,,BUS-1,,,,.*\r\nCARD-2,RFID,active,,BUS-2,/m)
  assert.equal(
    (await run('export', 'sessions', '--from', '2026-01-01', '--to', '2027-01-01')).out,
    `${headerOfSessions}\r\n`,
  )

  const mistaken = await run('export', 'sessions', '--from', 'May')
  assert.deepEqual([mistaken.exitCode, mistaken.out], [2, ''])
  assert.equal((await run('export', 'sessions', '--from', '2027-01-01', '--to', '2026-01-01')).exitCode, 1)
  assert.match((await run('import', 'cards', join(folder, 'none.csv'))).err, /cannot be read/)
  await writeFile(cards, Buffer.from('uid,note\nA,\u00fc\n', 'latin1'))
  assert.match((await run('import', 'cards', cards)).err, /^The file is not encoded as UTF-8 \(line 2\)/)
})

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }

const headerOfSessions =
  'record_no,session_id,state,charger,charger_name,evse,connector,card,vehicle,started_at,ended_at,plugged_at,unplugged_at,energy_wh,energy_method,initial_soc_percent,last_soc_percent,end_reason,flags,inserted_at'

function counts({ lines, imported, changed, unchanged, badLines, rolledBack }: any) {
  return { lines, imported, changed, unchanged, badLines, rolledBack }
}

/** `fetch` takes a byte order mark away when it reads text. */
function bytesOf(text: string, query: string): string {
  return query === '' ? text : `\ufeff${text}`
}

/** The last column of both tables is the time at which a row was made. */
function withoutTimes(csv: string): string[] {
  return csv.split('\r\n').map((line) => line.replace(/,[^,]*$/, ''))
}

async function withoutSessions(system: System): Promise<Record<string, number>> {
  return withoutLogins(await countRows(system.databaseUrl))
}

function withoutLogins(rows: Record<string, number>): Record<string, number> {
  const { console_session: _, ...rest } = rows
  return rest
}

async function fetchBytes(system: System, user: ConsoleUser, path: string): Promise<Buffer> {
  const response = await fetch(`${system.url}/console-api/${path}`, { headers: { cookie: user.cookie } })
  return Buffer.from(await response.arrayBuffer())
}

async function send(system: System, user: ConsoleUser, file: Buffer): Promise<{ status: number; body: any }> {
  const response = await fetch(`${system.url}/console-api/chargers/import`, {
    method: 'POST',
    headers: { cookie: user.cookie, 'x-csrf-token': user.csrfToken, 'content-type': 'text/csv' },
    body: new Uint8Array(file),
  })
  return { status: response.status, body: await response.json() }
}

/** Writes until the server has had enough of it. */
function sendEndlessly(system: System, user: ConsoleUser): Promise<{ status: number; text: string; bytes: number }> {
  return new Promise((resolve, fail) => {
    let bytes = 0
    let status = 0
    const piece = Buffer.alloc(256 * 1024, 'CARD-1\n')
    const outgoing = request(
      `${system.url}/console-api/cards/import`,
      {
        method: 'POST',
        headers: { cookie: user.cookie, 'x-csrf-token': user.csrfToken, 'content-type': 'text/csv' },
      },
      (reply) => {
        status = reply.statusCode!
        let text = ''
        reply.on('data', (data) => {
          text += data
        })
        reply.on('close', () => {
          outgoing.destroy()
          resolve({ status, text, bytes })
        })
      },
    )
    // The server closes the connection while we still write.
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (status > 0) return
      if (['EPIPE', 'ECONNRESET'].includes(error.code ?? '')) resolve({ status, text: '', bytes })
      else fail(error)
    })
    const write = () => {
      while (!outgoing.destroyed && status === 0 && bytes < 1024 ** 3) {
        bytes += piece.length
        if (!outgoing.write(piece)) return
      }
      outgoing.end()
    }
    outgoing.on('drain', write)
    write()
  })
}
