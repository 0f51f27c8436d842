import type { Logbook } from './logbook.ts'

/** What a charger tells of its own security. */
export type SecurityEventKind =
  | 'started'
  | 'restarted'
  | 'time-set'
  | 'firmware-updated'
  | 'invalid-firmware-signature'
  | 'invalid-firmware-certificate'
  | 'invalid-own-certificate'
  | 'invalid-server-certificate'
  | 'refused-by-server'
  | 'security-settings-changed'
  | 'tampered-with'

export type SecurityEvent = { kind: SecurityEventKind; atMs: number; detail: string | null }

export type SecurityEventsOptions = {
  nowMs(): number
  logbook: Logbook
  isTold(): boolean
  isOnline(): boolean
  send(event: SecurityEvent): void
}

export type SecurityEvents = ReturnType<typeof createSecurityEvents>

/** Notes security events and tells the server of them; what happens while it cannot be reached is told afterwards. */
export function createSecurityEvents({ nowMs, logbook, isTold, isOnline, send }: SecurityEventsOptions) {
  const waiting: SecurityEvent[] = []
  return {
    add(kind: SecurityEventKind, detail: string | null = null): void {
      const event = { kind, atMs: nowMs(), detail }
      logbook.note('security', event.atMs, detail === null ? kind : `${kind} ${detail}`)
      if (!isTold()) return
      if (isOnline()) send(event)
      else waiting.push(event)
      if (waiting.length > mostWaiting) waiting.shift()
    },
    /** The server can be reached. */
    flush(): void {
      for (const event of waiting.splice(0)) send(event)
    },
  }
}

const mostWaiting = 100
