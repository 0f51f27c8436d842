/** How secrets are kept that must be told to somebody later: nobody reads them in the database. */
export type Sealing = {
  hash(secret: string | Buffer): Buffer
  seal(plain: string): Buffer
  open(sealed: Buffer): string
}

/** Where no secret is told to anybody: parts of the server in tests. */
export const noSealing: Sealing = {
  hash: none,
  seal: none,
  open: none,
}

function none(): never {
  throw new Error('there is no sealing key')
}
