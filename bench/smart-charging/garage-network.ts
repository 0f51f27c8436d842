import { readFileSync } from 'node:fs'
import type { Coefficient } from '#core/dispatch/demand.ts'
import type { Row } from '#core/dispatch/row.ts'

export type GarageName = 'N1' | 'N3'
export type Garage = { voltage: number; rows: Row[]; coefficientsOf(station: string): Coefficient[] }

type NetworkFile = {
  voltage_v: number
  line_pairs: Record<string, { angle_deg: number; stations: string[] }>
  pods: { name: string; limit_a: number; stations: string[] }[]
  secondary_lines: Record<string, Record<string, number>>
}

export function readGarage(path: string): NetworkFile {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** N1 is one limit for all; N3 has the line pairs, pods and both sides of the transformer (smart-charging 10.1). */
export function garageOf(file: NetworkFile, name: GarageName, capacityKw: number): Garage {
  const voltage = file.voltage_v
  if (name === 'N1') {
    const rows = [rowOf('site', (capacityKw * 1000) / voltage)]
    return { voltage, rows, coefficientsOf: () => [{ row: 'site', re: 1 }] }
  }
  const secondary = ['A', 'B', 'C'].map((line) => ({
    id: `secondary ${line}`,
    pairs: pairsOf(file.secondary_lines[line]),
  }))
  const primary = ['A', 'B', 'C'].map((line, index) => ({
    id: `primary ${line}`,
    pairs: quarterDifference(secondary[index]!.pairs, secondary[(index + 2) % 3]!.pairs),
  }))
  const rows = [
    ...file.pods.map((pod) => rowOf(`pod ${pod.name}`, pod.limit_a)),
    ...secondary.map(({ id }) => rowOf(id, (capacityKw * 1000) / 3 / 120)),
    ...primary.map(({ id }) => rowOf(id, (capacityKw * 1000) / 3 / 277)),
  ]
  const coefficientsOf = (station: string): Coefficient[] => {
    const [pair, { angle_deg }] = Object.entries(file.line_pairs).find(([, one]) => one.stations.includes(station))!
    const angle = (angle_deg * Math.PI) / 180
    return [
      ...file.pods.filter((pod) => pod.stations.includes(station)).map((pod) => ({ row: `pod ${pod.name}`, re: 1 })),
      ...[...secondary, ...primary].flatMap(({ id, pairs }) => {
        const size = pairs.get(pair) ?? 0
        return size === 0 ? [] : [{ row: id, re: size * Math.cos(angle), im: size * Math.sin(angle) }]
      }),
    ]
  }
  return { voltage, rows, coefficientsOf }
}

function rowOf(id: string, limit: number): Row {
  return { id, circuitId: id, kind: 'current', limit, base: 0, reserved: 0, reason: 'circuit_limit', boundBy: id }
}

function pairsOf(line: Record<string, number> | undefined): Map<string, number> {
  return new Map(Object.entries(line ?? {}))
}

function quarterDifference(a: Map<string, number>, b: Map<string, number>): Map<string, number> {
  const pairs = new Set([...a.keys(), ...b.keys()])
  return new Map([...pairs].map((pair) => [pair, ((a.get(pair) ?? 0) - (b.get(pair) ?? 0)) / 4]))
}
