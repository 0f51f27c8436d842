import type { Phase } from '../dispatch/row.ts'

/** What tells how much a circuit carries; a circuit has one at a time. */
export type CircuitMeter = {
  id: number
  circuitId: number
  /** Everything that flows through the circuit, or only what is not ours. */
  measures: 'total' | 'unmanaged'
  intervalSeconds: number
  source: MeterSource
}

export type NewMeter = Omit<CircuitMeter, 'id'>

/** Secrets are kept sealed and are not part of it. */
export type MeterSource =
  | { kind: 'push' }
  /** The main meter (EVSE 0) or an EVSE of a charger. */
  | { kind: 'ocpp'; chargerId: number; evse: number }
  | { kind: 'mqtt'; url: string; topic: string; username: string | null; map: MeterFields }
  | { kind: 'modbus'; host: string; port: number; unit: number; registers: ModbusRegisters }

/** Where in a JSON message the values are, as paths with dots; `.` is the message itself; null: not told. */
export type MeterFields = {
  l1: string | null
  l2: string | null
  l3: string | null
  power: string | null
  at: string | null
  /** Many meters tell power in kW; W when it is left out. */
  powerUnit?: 'W' | 'kW'
}

export type ModbusRegister = {
  address: number
  type: 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32'
  scale: number
}

export type ModbusRegisters = {
  table: 'holding' | 'input'
  /** Of 32-bit values. */
  wordOrder: 'big' | 'little'
  l1: ModbusRegister | null
  l2: ModbusRegister | null
  l3: ModbusRegister | null
  power: ModbusRegister | null
}

/** One reading of a circuit: A per phase and W; what a meter does not tell is null. */
export type CircuitSample = {
  meterId: number
  /** By the meter's clock, or ours when it tells none. */
  at: Temporal.Instant
  amps: Record<Phase, number | null>
  powerW: number | null
}

/** What a meter measures: each is judged and kept by itself. */
export const channels = ['L1', 'L2', 'L3', 'power'] as const
export type Channel = (typeof channels)[number]

export function channelValue(
  { amps, powerW }: Pick<CircuitSample, 'amps' | 'powerW'>,
  channel: Channel,
): number | null {
  return channel === 'power' ? powerW : amps[channel]
}

/** The samples of one minute: means, and how much more it was from one to the next at most. */
export type MeterMinute = {
  meterId: number
  at: Temporal.Instant
  amps: Record<Phase, number | null>
  powerW: number | null
  rise: Record<Channel, number | null>
  /** Means of what is not ours of it, where the engine has reckoned it. */
  own: Record<Channel, number | null>
  samples: number
}
