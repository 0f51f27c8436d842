/** The part of the server's logger that the embedded database uses. */
export type Log = Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>
