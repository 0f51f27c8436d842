import type { ChargerRef, Uses } from '../context.ts'
import type { VariablePlace } from './device-variable.ts'

/** An event of the device model: a variable has a value that somebody wants to know of. */
export type DeviceEvent = VariablePlace & {
  /** The charger's number for it; unique only until it restarts. */
  number: number
  at: Temporal.Instant
  value: string
  isCleared: boolean
  /** 0 danger to 9 debug; null when the event does not say, and its monitor is not known. */
  severity: number | null
  monitor: number | null
  body: Record<string, unknown>
}

/**
 * Keeps what happened in a charger, and ends what is over (N07). An event's severity is its own, or that of the monitor
 * that raised it. The variables' values are taken over as well.
 */
export async function reportEvents(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  events: readonly DeviceEvent[],
): Promise<void> {
  if (events.length === 0) return
  await ctx.transaction(async (tx) => {
    const monitors = events.some(({ monitor, severity }) => monitor !== null && severity === null)
      ? await tx.devices.installed(charger, 'monitor')
      : []
    const severityOf = (event: DeviceEvent) =>
      event.severity ??
      (monitors.find(({ key }) => key === String(event.monitor))?.body.severity as number | undefined) ??
      null

    await tx.devices.observe(
      charger,
      events.map(({ value, ...event }) => ({ ...placeOf(event), value })),
    )
    for (const event of events.filter(({ isCleared }) => isCleared)) {
      await tx.devices.clearEvents(charger, { kind: 'device', type: nameOf(event), ...whereOf(event) }, event.at)
    }
    const news = events.filter(({ isCleared }) => !isCleared)
    await tx.devices.addEvents(
      charger,
      news.map((event) => ({
        kind: 'device' as const,
        type: nameOf(event),
        at: event.at,
        severity: severityOf(event),
        ...whereOf(event),
        key: `device/${event.number}/${event.at}`,
        body: { value: event.value, monitor: event.monitor, ...event.body },
      })),
    )
  })
}

function nameOf({ component, componentInstance, variable, variableInstance }: VariablePlace): string {
  const named = (name: string, instance: string | null) => (instance === null ? name : `${name}[${instance}]`)
  return `${named(component, componentInstance)}.${named(variable, variableInstance)}`
}

function whereOf({ evse, connector }: VariablePlace) {
  return { evse, connector }
}

function placeOf({
  component,
  componentInstance,
  evse,
  connector,
  variable,
  variableInstance,
}: VariablePlace): VariablePlace {
  return { component, componentInstance, evse, connector, variable, variableInstance }
}
