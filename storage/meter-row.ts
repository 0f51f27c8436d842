import type { CircuitMeter, MeterMinute, MeterSource } from '#core/circuits/meter.ts'

export type MeterRow = {
  id: number
  circuit_id: number
  measures: 'total' | 'unmanaged'
  interval_seconds: number
  source: unknown
}

export function meterFrom({ id, circuit_id, measures, interval_seconds, source }: MeterRow): CircuitMeter {
  return {
    id,
    circuitId: circuit_id,
    measures,
    intervalSeconds: interval_seconds,
    source: source as MeterSource,
  }
}

export function minuteRow(tenant_id: number, { meterId, at, amps, powerW, rise, own, samples }: MeterMinute) {
  return {
    tenant_id,
    meter_id: meterId,
    at,
    l1_a: amps.L1,
    l2_a: amps.L2,
    l3_a: amps.L3,
    power_w: powerW,
    rise_l1_a: rise.L1,
    rise_l2_a: rise.L2,
    rise_l3_a: rise.L3,
    rise_w: rise.power,
    own_l1_a: own.L1,
    own_l2_a: own.L2,
    own_l3_a: own.L3,
    own_w: own.power,
    samples,
  }
}
