import { once } from 'node:events'
import { open, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ExportRequest } from '#server/export-table.ts'
import { readConfig } from '#server/read-config.ts'
import { type Input, type Option, Refused, type Terminal, UsageError } from './command.ts'
import { serverOptions } from './operate.ts'

/** Options of every export. */
export const exportOptions: Record<string, Option> = {
  excel: { description: 'For a double click in Europe: semicolons, and a byte order mark.' },
  force: { description: 'Replace FILE when it exists.' },
  ...serverOptions,
}

/**
 * Writes a table to the file that was named, or to the standard output. The file appears when it is whole; only its
 * owner can read it.
 */
export async function writeTable(request: ExportRequest, input: Input, terminal: Terminal): Promise<number> {
  const [path] = input.words
  if (input.json && path === undefined) throw new UsageError('--json goes with a FILE: the table is no JSON.')
  const config = readConfig(terminal.env, { data: input.options.data })
  const { exportTable } = await import('#server/export-table.ts')
  const excel = input.options.excel !== undefined
  if (path === undefined) {
    const take = (text: AsyncIterable<string>) => writeOut(text, terminal)
    await exportTable(config, request, { excel, take })
    return 0
  }
  const file = resolve(path)
  let rows = 0
  const count = (text: string) => {
    rows += text.split(request.table === 'messages' ? '\n' : '\r\n').length - 1
  }
  const take = (text: AsyncIterable<string>) => writeFile(counted(text, count), file, input.options.force !== undefined)
  await exportTable(config, request, { excel, take })
  terminal.out(input.json ? JSON.stringify({ file, lines: rows }) : `${rows} lines are in ${file}.`)
  return 0
}

async function* counted(text: AsyncIterable<string>, count: (piece: string) => void): AsyncGenerator<string> {
  for await (const piece of text) {
    count(piece)
    yield piece
  }
}

/** No faster than it is taken. */
async function writeOut(text: AsyncIterable<string>, terminal: Terminal): Promise<void> {
  for await (const piece of text) {
    // The terminal ends each piece with a line feed of its own.
    terminal.out(piece.slice(0, -1))
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  }
}

async function writeFile(text: AsyncIterable<string>, file: string, replace: boolean): Promise<void> {
  // Claimed at once, so that two exports do not find out at their ends.
  if (!replace) await claim(file)
  const part = `${file}.part`
  const handle = await open(part, 'w', 0o600)
  try {
    for await (const piece of text) await handle.appendFile(piece)
    await handle.sync()
    await handle.close()
    await rename(part, file)
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(part, { force: true })
    if (!replace) await rm(file, { force: true })
    throw error
  }
}

async function claim(file: string): Promise<void> {
  try {
    await (await open(file, 'wx', 0o600)).close()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new Refused('file_exists', `${file} exists: name another, or add --force.`, { cause: error })
    throw new Refused('file_not_written', `The file cannot be written: ${message}.`, { cause: error })
  }
}
