import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

/** The embedded database of a server that runs on this data folder. */
export type Database = { client: pg.Client; pid: number }

export async function openDatabase(dataFolder: string): Promise<Database> {
  const report = (await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  const passwords = JSON.parse(await readFile(join(dataFolder, 'postgres-passwords.json'), 'utf8'))
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(report[3]),
    user: 'voltyard',
    password: passwords.voltyard,
    database: 'voltyard',
  })
  await client.connect()
  return { client, pid: Number(report[0]) }
}

export type Safety = { fsync: string; synchronous_commit: string }

/** What is measured without these two is not what a server has to do. */
export async function safetyOf({ client }: Database): Promise<Safety> {
  const fsync = (await client.query('show fsync')).rows[0].fsync
  const { synchronous_commit } = (await client.query('show synchronous_commit')).rows[0]
  if (fsync !== 'on' || synchronous_commit !== 'on') {
    throw new Error(`fsync is ${fsync} and synchronous_commit is ${synchronous_commit}: both must be on.`)
  }
  return { fsync, synchronous_commit }
}
