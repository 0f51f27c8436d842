import type { ChargerEvent } from './device-variable.ts'

/**
 * What is wrong with a charger by its own word, the worst first: alerts that it has not called off, and parts that say
 * they have a problem. What it said last of each part counts; `events` are in the order newest first.
 */
export function troublesAmong(events: readonly ChargerEvent[]): ChargerEvent[] {
  const latest = new Map<string, ChargerEvent>()
  for (const event of events) {
    const place = `${event.type}/${event.evse ?? ''}/${event.connector ?? ''}`.toLowerCase()
    if (!latest.has(place)) latest.set(place, event)
  }
  return [...latest.values()].filter(isTrouble).sort((one, other) => rank(one) - rank(other))
}

function isTrouble({ kind, type, severity, body, clearedAt }: ChargerEvent): boolean {
  if (kind !== 'device' || clearedAt !== null) return false
  const variable = type.slice(type.lastIndexOf('.') + 1).toLowerCase()
  if (sayTrouble.has(variable)) return String(body.value).toLowerCase() === 'true'
  return body.trigger === 'Alerting' && (severity ?? 0) <= leastSevere
}

// OCPP 2.0.1 Part 2, 2.7.1: what says true when something is wrong.
const sayTrouble = new Set(['problem', 'tripped', 'overload'])

// N: 0 danger, 1 hardware failure, 2 system failure, 3 critical, 4 error, 5 alert; 6 is a warning.
const leastSevere = 5

function rank({ severity }: ChargerEvent): number {
  return severity ?? leastSevere
}
