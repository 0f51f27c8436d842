import type { Handler } from '../handle.ts'

/** Kept in the message log, and always acknowledged: a charger whose security events are refused sends them for ever (S-09). */
export const securityEventNotification: Handler<'SecurityEventNotification'> = async () => ({})
