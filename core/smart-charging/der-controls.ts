import type { ChargerRef, Transaction, Uses } from '../context.ts'
import type { InstalledItem } from '../devices/device-variable.ts'
import type { DerControl, DerControlType, InstalledDerControl } from './der-control.ts'

/** A charger has taken a control, and told which ones count no more because of it (R04). */
export async function takeControl(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  { control, supersededIds }: { control: DerControl; supersededIds: readonly string[] },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await keep(tx, charger, [{ ...control, isSuperseded: false }])
    await change(tx, charger, supersededIds, { isSuperseded: true })
  })
}

/** A charger has removed these, or had none of them. */
export async function takeCleared(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  cleared: { isDefault: boolean; type: DerControlType | null; controlId: string | null },
): Promise<void> {
  const { isDefault, type, controlId } = cleared
  await ctx.transaction(async (tx) => {
    const gone = controlsFrom(await tx.devices.installed(charger, 'der-control')).filter(
      (one) =>
        (controlId === null || one.id === controlId) &&
        (controlId !== null || one.isDefault === isDefault) &&
        (type === null || one.type === type),
    )
    await tx.devices.uninstall(
      charger,
      'der-control',
      gone.map(({ id }) => id),
    )
  })
}

/**
 * A control has begun or ended. One that begins may take over from others, which have ended with that, without a word
 * of their own (R05.FR.03, R05.FR.04).
 */
export async function takeStartStop(
  ctx: Uses<'chargerWork' | 'transaction'>,
  charger: ChargerRef,
  told: { controlId: string; started: boolean; at: Temporal.Instant; supersededIds: readonly string[] },
): Promise<void> {
  const { controlId, started, at, supersededIds } = told
  const place = { evse: null, connector: null }
  await ctx.transaction(async (tx) => {
    const ended = started ? supersededIds : [controlId]
    for (const id of ended) await tx.devices.clearEvents(charger, { kind: 'der', type: eventOf(id), ...place }, at)
    if (started) {
      const body = { controlId, tookOverFrom: [...supersededIds] }
      const key = `der-control/${controlId}/${at}`
      await tx.devices.addEvents(charger, [
        { kind: 'der', type: eventOf(controlId), severity: null, at, ...place, key, body },
      ])
    }
    await change(tx, charger, [controlId], { isRunning: started })
    if (started) await change(tx, charger, supersededIds, { isRunning: false, isSuperseded: true })
  })
  await ctx.chargerWork(charger, (work) => {
    work.addFact({ kind: 'charger.der-control', subjectId: charger.id, body: { control: controlId, started } })
  })
}

/** A fault of the grid has begun, or is over: the end belongs to the alarm of its type that is open. */
export async function takeAlarm(
  ctx: Uses<'chargerWork' | 'transaction'>,
  charger: ChargerRef,
  alarm: { type: DerControlType; fault: string | null; ended: boolean; at: Temporal.Instant; info: string | null },
): Promise<void> {
  const { type, fault, ended, at, info } = alarm
  const event = { kind: 'der' as const, type: `Alarm.${type}`, evse: null, connector: null }
  await ctx.transaction(async (tx) => {
    if (ended) return tx.devices.clearEvents(charger, event, at)
    const key = `der-alarm/${type}/${at}`
    await tx.devices.addEvents(charger, [{ ...event, severity: alarmSeverity, at, key, body: { fault, info } }])
  })
  await ctx.chargerWork(charger, (work) => {
    work.addFact({ kind: 'charger.der-alarm', subjectId: charger.id, body: { control: type, fault, ended } })
  })
}

export function controlsFrom(items: readonly InstalledItem[]): InstalledDerControl[] {
  return items.map(({ body }) => body as unknown as InstalledDerControl)
}

export function itemOfControl(control: InstalledDerControl) {
  return { key: control.id, body: { ...control } }
}

async function keep(tx: Transaction, charger: ChargerRef, controls: readonly InstalledDerControl[]): Promise<void> {
  const items = controls.map((control) => ({ ...itemOfControl(control), source: 'acknowledged' as const }))
  await tx.devices.install(charger, 'der-control', items)
}

async function change(
  tx: Transaction,
  charger: ChargerRef,
  ids: readonly string[],
  change: Partial<Pick<InstalledDerControl, 'isSuperseded' | 'isRunning'>>,
): Promise<void> {
  if (ids.length === 0) return
  const known = controlsFrom(await tx.devices.installed(charger, 'der-control'))
  await keep(
    tx,
    charger,
    known.filter(({ id }) => ids.includes(id)).map((control) => ({ ...control, ...change })),
  )
}

function eventOf(controlId: string): string {
  return `Control.${controlId}`
}

/** A warning: somebody should look, and nothing burns. */
const alarmSeverity = 4
