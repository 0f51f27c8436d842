import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import { CallFault } from '#ocpp/rpc/errors.ts'
import { deviceModel, findVariable, isAskedFor, isSameComponent, isSameNamed } from './device-model.ts'
import { limits } from './limits.ts'
import type { Answer, World201 } from './messages.ts'
import { isPeriodic, type Monitor } from './monitors.ts'
import { inParts, sendParts } from './parts.ts'

export const setMonitoringBase: Answer<'SetMonitoringBase'> = ({ monitors, additions }, { monitoringBase }) => {
  monitors.base = monitoringBase
  // N04.FR.03 and .04: only All keeps what was set by hand.
  if (monitoringBase !== 'All') {
    for (const monitor of monitors.all().filter(({ origin }) => origin === 'CustomMonitor')) {
      monitors.remove(monitor.id)
      additions.onMonitorCleared?.(monitor)
    }
  }
  return { answer: { status: 'Accepted' } }
}

export const setMonitoringLevel: Answer<'SetMonitoringLevel'> = ({ monitors }, { severity }) => {
  if (severity < 0 || severity > mostSeverity) return { answer: { status: 'Rejected' } }
  monitors.level = severity
  return { answer: { status: 'Accepted' } }
}

export const setVariableMonitoring: Answer<'SetVariableMonitoring'> = (world, { setMonitoringData }) => {
  if (setMonitoringData.length > limits.itemsPerMessage) throw new CallFault('occurrence', 'too many monitors')
  const model = deviceModel(world)
  return {
    answer: {
      setMonitoringResult: setMonitoringData.map((asked) => {
        const { component, variable, type, severity } = asked
        const status = judge(world, model, asked)
        if (status !== 'Accepted') return { status, type, severity, component, variable }
        const monitor = world.monitors.add({
          id: asked.id,
          component,
          variable,
          type,
          severity,
          value: asked.value,
          isOnlyInTransactions: asked.transaction ?? false,
          origin: 'CustomMonitor',
        })
        setImmediate(() => world.additions.onMonitorSet?.(monitor, asked))
        return { id: monitor.id, status, type, severity, component, variable }
      }),
    },
    afterwards: () => world.monitors.look(),
  }
}

export const clearVariableMonitoring: Answer<'ClearVariableMonitoring'> = ({ monitors, additions }, { id: ids }) => {
  if (ids.length > limits.itemsPerMessage) throw new CallFault('occurrence', 'too many monitors')
  return {
    answer: {
      clearMonitoringResult: ids.map((id) => {
        const monitor = monitors.find(id)
        if (!monitor) return { id, status: 'NotFound' as const }
        // N06.FR.03
        if (monitor.origin === 'HardWiredMonitor') return { id, status: 'Rejected' as const }
        monitors.remove(id)
        additions.onMonitorCleared?.(monitor)
        return { id, status: 'Accepted' as const }
      }),
    },
  }
}

export const getMonitoringReport: Answer<'GetMonitoringReport'> = (world, request) => {
  const { requestId, componentVariable, monitoringCriteria } = request
  const meant = world.monitors
    .all()
    .filter((one) => isAskedFor(one, componentVariable))
    .filter((one) => monitoringCriteria === undefined || monitoringCriteria.includes(criterionOf(one)))
  if (meant.length === 0) return { answer: { status: 'EmptyResultSet' } }
  return { answer: { status: 'Accepted' }, afterwards: () => void report(world, requestId, meant) }
}

function judge(
  world: World201,
  model: ReturnType<typeof deviceModel>,
  asked: ocpp.SetMonitoringDataType,
): ocpp.SetMonitoringStatusEnumType {
  const { component, variable, type, value, severity } = asked
  const found = findVariable(model, component, variable)
  if (found === 'unknown-component') return 'UnknownComponent'
  if (found === 'unknown-variable') return 'UnknownVariable'
  // 2.1 has more types than this charger knows.
  if (!found.characteristics.supportsMonitoring || !types.has(type)) return 'UnsupportedMonitorType'
  const isNumber = numbers.has(found.characteristics.dataType)
  if (!isNumber && type.endsWith('Threshold')) return 'UnsupportedMonitorType'
  if (severity < 0 || severity > mostSeverity) return 'Rejected'
  // N04.FR.08, .14 and .06
  if (type === 'Delta' ? value < 0 : isPeriodic(asked) && value <= 0) return 'Rejected'
  const { maxLimit } = found.characteristics
  if (type.endsWith('Threshold') && maxLimit !== undefined && value > maxLimit) return 'Rejected'
  const former = asked.id === undefined ? undefined : world.monitors.find(asked.id)
  if (asked.id !== undefined && (!former || former.origin === 'HardWiredMonitor')) return 'Rejected'
  if (world.monitors.all().length >= limits.monitors && !former) return 'Rejected'
  const isTwice = world.monitors
    .all()
    .some(
      (one) =>
        one.id !== asked.id &&
        one.type === type &&
        one.severity === severity &&
        isSameComponent(one.component, component) &&
        isSameNamed(one.variable, variable),
    )
  return isTwice ? 'Duplicate' : 'Accepted'
}

function report(world: World201, requestId: number, monitors: readonly Monitor[]): Promise<void> {
  const generatedAt = world.stamp(world.charger.clock.nowMs())
  return sendParts(world, 'NotifyMonitoringReport', inParts(monitors, monitorsPerPart), (part, at) => ({
    requestId,
    generatedAt,
    ...at,
    monitor: part.map(({ component, variable, id, value, type, severity, isOnlyInTransactions, origin }) => ({
      component,
      variable,
      variableMonitoring: [
        {
          id,
          transaction: isOnlyInTransactions,
          value,
          type,
          severity,
          ...(world.link.version === '2.0.1' ? {} : { eventNotificationType: origin }),
        },
      ],
    })),
  }))
}

function criterionOf(monitor: Monitor): ocpp.MonitoringCriterionEnumType {
  if (isPeriodic(monitor)) return 'PeriodicMonitoring'
  return monitor.type.endsWith('Threshold') ? 'ThresholdMonitoring' : 'DeltaMonitoring'
}

const numbers = new Set<ocpp.DataEnumType>(['decimal', 'integer'])
const types = new Set<string>(['UpperThreshold', 'LowerThreshold', 'Delta', 'Periodic', 'PeriodicClockAligned'])
const mostSeverity = 9
const monitorsPerPart = 2
