import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { ClockTimer, SimulatedClock } from '../clock.ts'
import { findVariable, type Variable } from './device-model.ts'

/** Watches one variable. */
export type Monitor = {
  id: number
  component: ocpp.ComponentType
  variable: ocpp.VariableType
  type: ocpp.MonitorEnumType
  value: number
  severity: number
  isOnlyInTransactions: boolean
  origin: 'HardWiredMonitor' | 'CustomMonitor'
  /** The value that the next one is compared with. */
  reference: string | null
  /** A threshold that has been passed. */
  isPassed: boolean
  timer: ClockTimer | null
}

export type MonitorEvent = {
  monitor: Monitor
  trigger: ocpp.EventTriggerEnumType
  value: string
  /** The threshold is no longer passed. */
  isCleared: boolean
}

export type MonitorsOptions = {
  clock: SimulatedClock
  model(): Variable[]
  /** Whether a transaction runs at this place. */
  isInTransaction(component: ocpp.ComponentType): boolean
  onEvent(event: MonitorEvent): void
}

export type Monitors = ReturnType<typeof createMonitors>

/** The monitors of a charger. They look when something has happened, and those with a period by the clock. */
export function createMonitors(options: MonitorsOptions) {
  const { clock, model, onEvent } = options
  const byId = new Map<number, Monitor>()
  let lastId = 0

  function look(): void {
    const now = model()
    for (const monitor of byId.values()) {
      const value = readNow(now, monitor)
      if (value === null || (monitor.isOnlyInTransactions && !options.isInTransaction(monitor.component))) continue
      const seen = compare(monitor, value)
      if (seen) raise({ monitor, value, ...seen })
    }
  }

  // N05: what is less severe than the level is not told.
  function raise(event: MonitorEvent): void {
    if (event.monitor.severity <= monitors.level) onEvent(event)
  }

  function tick(monitor: Monitor): void {
    const everyMs = monitor.value * 1_000
    const isAligned = monitor.type === 'PeriodicClockAligned'
    const waitMs = isAligned ? everyMs - (clock.nowMs() % everyMs) : everyMs
    monitor.timer = clock.setTimeout(() => {
      const value = readNow(model(), monitor)
      if (value !== null && !(monitor.isOnlyInTransactions && !options.isInTransaction(monitor.component)))
        raise({ monitor, value, trigger: 'Periodic', isCleared: false })
      tick(monitor)
    }, waitMs)
  }

  const monitors = {
    base: 'All' as ocpp.MonitoringBaseEnumType,
    level: 9,
    all: (): Monitor[] => [...byId.values()],
    find: (id: number): Monitor | undefined => byId.get(id),
    look,
    add(asked: Omit<Monitor, 'id' | 'reference' | 'isPassed' | 'timer'> & { id?: number | undefined }): Monitor {
      if (asked.id !== undefined) monitors.remove(asked.id)
      lastId = Math.max(lastId + (asked.id === undefined ? 1 : 0), asked.id ?? 0)
      const id = asked.id ?? lastId
      const monitor: Monitor = { ...asked, id, reference: null, isPassed: false, timer: null }
      monitor.reference = readNow(model(), monitor)
      byId.set(id, monitor)
      if (isPeriodic(monitor)) tick(monitor)
      return monitor
    },
    remove(id: number): void {
      byId.get(id)?.timer?.cancel()
      byId.delete(id)
    },
    close(): void {
      for (const monitor of byId.values()) monitor.timer?.cancel()
    },
  }
  return monitors
}

export function isPeriodic({ type }: Pick<Monitor, 'type'>): boolean {
  return type === 'Periodic' || type === 'PeriodicClockAligned'
}

function readNow(model: readonly Variable[], { component, variable }: Monitor): string | null {
  const found = findVariable(model, component, variable)
  return typeof found === 'string' ? null : found.read()
}

/** Whether there is something to tell; remembers what it saw. */
function compare(monitor: Monitor, value: string): Pick<MonitorEvent, 'trigger' | 'isCleared'> | null {
  if (isPeriodic(monitor)) return null
  if (monitor.type !== 'UpperThreshold' && monitor.type !== 'LowerThreshold') {
    if (!hasMoved(monitor, value)) return null
    monitor.reference = value
    return { trigger: 'Delta', isCleared: false }
  }
  const isPassed = monitor.type === 'UpperThreshold' ? Number(value) > monitor.value : Number(value) < monitor.value
  if (isPassed === monitor.isPassed) return null
  monitor.isPassed = isPassed
  return { trigger: 'Alerting', isCleared: !isPassed }
}

// What is no number has moved when it is another.
function hasMoved({ reference, value }: Monitor, now: string): boolean {
  const distance = Math.abs(Number(now) - Number(reference))
  return Number.isNaN(distance) ? now !== reference : distance >= value && now !== reference
}
