import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'

/** The passwords of the superuser `postgres` and of the server's own role `voltyard`. */
export type Passwords = { postgres: string; voltyard: string }

export function newPasswords(): Passwords {
  return { postgres: randomBytes(24).toString('hex'), voltyard: randomBytes(24).toString('hex') }
}

export async function readPasswords(file: string): Promise<Passwords | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export async function writePasswords(file: string, passwords: Passwords): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(passwords), { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
}
