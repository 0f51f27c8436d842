// A server process that owns an embedded PostgreSQL, for tests that kill it or run it as another user.
import { createInterface } from 'node:readline'
import { startEmbeddedPostgres } from '#storage/embedded/start-embedded-postgres.ts'

const [dataFolder = '', packageFolder, user] = process.argv.slice(2)
if (user) {
  process.setgroups?.([])
  process.setgid?.(Number(user))
  process.setuid?.(Number(user))
}
const postgres = await startEmbeddedPostgres({
  dataFolder,
  log: { info() {}, warn: console.error, error: console.error },
  binaries: { embedded: packageFolder, system: [] },
})
console.log(postgres.url)

for await (const order of createInterface(process.stdin)) {
  if (order === 'ignore SIGINT') process.on('SIGINT', () => console.log('SIGINT'))
  if (order === 'exit') process.exit()
  if (order === 'stop') break
}
await postgres.stop()
process.exit()
