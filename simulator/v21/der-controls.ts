import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import type { ClockTimer } from '../clock.ts'
import type { World201 } from '../v201/messages.ts'
import { type DerContent, fieldOf } from './der-content.ts'

export type DerControl = {
  id: string
  type: ocpp.DERControlEnumType
  isDefault: boolean
  content: DerContent
  fromMs: number
  toMs: number
  isSuperseded: boolean
  isRunning: boolean
  timers: ClockTimer[]
}

export type DerControls = ReturnType<typeof createDerControls>

/** What the grid wants of the inverters here: a default of each kind, and others for a time. R04 */
export function createDerControls(world: () => World201) {
  const byId = new Map<string, DerControl>()
  const alarms = new Set<ocpp.DERControlEnumType>()
  const stampNow = () => world().stamp(world().charger.clock.nowMs())

  function tell(control: DerControl, started: boolean, supersededIds: readonly string[] = []): void {
    control.isRunning = started
    const ids = supersededIds.length === 0 ? {} : { supersededIds }
    void world().link.call('NotifyDERStartStop', { controlId: control.id, started, timestamp: stampNow(), ...ids })
  }

  function remove(control: DerControl): void {
    for (const timer of control.timers) timer.cancel()
    byId.delete(control.id)
  }

  return {
    all: (): DerControl[] => [...byId.values()],
    remove,
    /**
     * Gives the ids of those that yield to it. Among those of one kind and time the lower priority number wins, a new
     * one also among equals. R04.FR.03
     */
    add(asked: Pick<DerControl, 'id' | 'type' | 'isDefault' | 'content' | 'fromMs' | 'toMs'>): string[] {
      const former = byId.get(asked.id)
      if (former) remove(former)
      const rivals = [...byId.values()].filter(
        (one) =>
          !one.isSuperseded &&
          one.type === asked.type &&
          one.isDefault === asked.isDefault &&
          (asked.isDefault || (one.fromMs < asked.toMs && asked.fromMs < one.toMs)),
      )
      const isWeaker = rivals.some((one) => one.content.priority < asked.content.priority)
      const yielding = isWeaker ? [] : rivals
      const control: DerControl = { ...asked, isSuperseded: isWeaker, isRunning: false, timers: [] }
      byId.set(asked.id, control)
      for (const one of yielding) one.isSuperseded = true
      const supersededIds = yielding.map(({ id }) => id)
      if (!asked.isDefault && !isWeaker) schedule(control, supersededIds)
      return supersededIds
    },
    /** The grid is out of bounds, or within them again. R05 */
    alarm(type: ocpp.DERControlEnumType, fault: ocpp.GridEventFaultEnumType): void {
      alarms.add(type)
      const payload = { controlType: type, gridEventFault: fault, timestamp: stampNow() }
      void world().link.call('NotifyDERAlarm', payload)
    },
    alarmEnded(type: ocpp.DERControlEnumType): void {
      if (!alarms.delete(type)) return
      void world().link.call('NotifyDERAlarm', { controlType: type, alarmEnded: true, timestamp: stampNow() })
    },
    close(): void {
      for (const control of [...byId.values()]) remove(control)
    },
  }

  function schedule(control: DerControl, supersededIds: readonly string[]): void {
    const { clock } = world().charger
    const start = clock.setTimeout(
      () => !control.isSuperseded && tell(control, true, supersededIds),
      Math.max(0, control.fromMs - clock.nowMs()),
    )
    control.timers.push(start)
    if (control.toMs === Number.POSITIVE_INFINITY) return
    const stop = clock.setTimeout(
      () => {
        if (control.isRunning) tell(control, false)
        byId.delete(control.id)
      },
      Math.max(0, control.toMs - clock.nowMs()),
    )
    control.timers.push(stop)
  }
}

/** A control as reports give it back. */
export function reportOf({ id, type, content, isDefault, isSuperseded }: DerControl): object {
  const field = fieldOf(type)
  if (field === 'curve') return { curve: [{ curve: content, id, curveType: type, isDefault, isSuperseded }] }
  if (field === 'enterService' || field === 'gradient') return { [field]: [{ [field]: content, id }] }
  return { [field]: [{ [field]: content, id, isDefault, isSuperseded }] }
}
