import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Vehicle } from '../departures/vehicle.ts'
import { chargingInformation } from './charging-information.ts'
import type { VdvRequest } from './message.ts'
import { placeOf } from './place-of.ts'
import { readRequests } from './read-requests.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const chargers = [
  { chargerId: 1, identity: 'HALL-1', evses: [1, 2] },
  { chargerId: 2, identity: 'HALL-11', evses: [1] },
]
const nothing = { name: null, batteryWh: null, maxAcA: null, phases: null, maxDcW: null, klass: null } as const
const vehicles: Vehicle[] = [
  { id: 7, publicId: 'BUS-7', vin: 'WEB12345678901234', ...nothing },
  { id: 8, publicId: 'BUS-8', vin: null, ...nothing },
]

function asked(members: Partial<VdvRequest> & { data?: object } = {}): VdvRequest {
  const { data, ...rest } = members
  return {
    ...{ chargingRequestId: 'R1', vehicleId: 'BUS-7' },
    chargingRequestData: { minTargetSoc: 60, maxTargetSoc: 90, ...data },
    ...rest,
  }
}

const read = (...list: VdvRequest[]) => readRequests({ chargingRequestList: list }, { vehicles, chargers }, now)

test('targets, departure, priority and place of a planning system are taken as they are', () => {
  const data = { requestedTimeForDeparture: '2026-03-11T04:30:00+01:00', expectedSocAtArrival: 22.5 }
  const { requests, rejected } = read(asked({ chargingPointId: 'uri://depot/HALL-1/2', priority: 5, data }))
  assert.deepEqual(rejected, [])
  const [one] = requests
  assert.deepEqual(one?.place, { chargerId: 1, evse: 2 })
  assert.equal(one?.departsAt?.toString(), '2026-03-11T03:30:00Z')
  assert.deepEqual([one?.soc, one?.minimumSoc, one?.targetSoc, one?.klass, one?.vehicleId], [22.5, 60, 90, 5, 7])
})

test('a vehicle is found by its VIN in any case, or by its name', () => {
  assert.equal(read(asked({ vehicleId: 'web12345678901234' })).requests[0]?.vehicleId, 7)
  assert.equal(read(asked({ vehicleId: 'BUS-8' })).requests[0]?.vehicleId, 8)
})

test('what is unknown or makes no sense is rejected with its reason, and the others are taken', () => {
  const list = [
    asked({ chargingRequestId: 'good' }),
    asked({ chargingRequestId: 'vehicle', vehicleId: 'BUS-9' }),
    asked({ chargingRequestId: 'place', chargingPointId: 'HALL-2/1' }),
    asked({ chargingRequestId: 'targets', data: { minTargetSoc: 91 } }),
    asked({ chargingRequestId: 'time', data: { requestedTimeForDeparture: '2026-02-30T10:00:00Z' } }),
  ]
  const { requests, rejected, listed } = read(...list)
  assert.deepEqual(
    requests.map(({ requestId }) => requestId),
    ['good'],
  )
  assert.deepEqual(Object.fromEntries(rejected.map(({ requestId, reason }) => [requestId, reason])), {
    vehicle: "unknown vehicle 'BUS-9'",
    place: "unknown charging point 'HALL-2/1'",
    targets: 'The minimum is not above the target.',
    time: 'a time that there is not',
  })
  assert.deepEqual(listed, ['good', 'vehicle', 'place', 'targets', 'time'])
})

test('of two entries with one id the later counts, and one that is to be terminated is as if it were not there', () => {
  const twice = read(asked({ priority: 1 }), asked({ priority: 2 }))
  assert.deepEqual(
    twice.requests.map(({ klass }) => klass),
    [2],
  )
  const ended = read(asked({ chargingInstruction: 'Terminate' }))
  assert.deepEqual([ended.requests, ended.listed], [[], []])
})

test('conditioning becomes a fixed block before the departure', () => {
  const data = { requestedTimeForDeparture: '2026-03-11T04:00:00Z' }
  const block = (members: Partial<VdvRequest>) => read(asked({ data, ...members })).requests[0]?.precondition
  const manual = {
    ...{ hvacPreconditioningStartTime: '2026-03-11T03:30:00Z', hvacAuxiliaryConsumerPower: 12 },
    ...{ systemPreconditioningStartTime: '2026-03-11T03:15:00Z', systemAuxiliaryConsumerPower: 3 },
  }
  assert.deepEqual(block({ manualPreconditioning: manual }), { powerW: 15_000, minutes: 45 })
  assert.deepEqual(block({ automaticPreconditioning: { preconditioningRequest: 'HotWaterAndHeating' } }), {
    ...{ powerW: 10_000, minutes: 30 },
  })
  const wanted = { preconditioningRequest: 'HotWaterAndHeating', requestedStartTime: '2026-03-11T03:10:00Z' }
  assert.deepEqual(block({ automaticPreconditioning: wanted }), { powerW: 10_000, minutes: 50 })
  assert.equal(block({ automaticPreconditioning: { preconditioningRequest: 'SNA' } }), null)
  assert.equal(block({}), null)
})

test('a charging point is found by our name for it, alone or at the end of a URI, and by no part of it', () => {
  assert.deepEqual(placeOf('HALL-11/1', chargers), { chargerId: 2, evse: 1 })
  assert.deepEqual(placeOf('HALL-1', chargers), { chargerId: 1, evse: null })
  assert.deepEqual(placeOf('urn:depot:HALL-1/1', chargers), { chargerId: 1, evse: 1 })
  for (const text of ['HALL', 'ALL-1', 'HALL-1/3', 'XHALL-1/1', '']) assert.equal(placeOf(text, chargers), null, text)
})

test('planning systems are told of a depot in kW, kWh and percent, and what is not known is left out', () => {
  const unknown = {
    minimumSoc: null,
    minimumAt: null,
    fullSoc: null,
    fullAt: null,
    departsAt: null,
    socAtDeparture: null,
  }
  const session = {
    ...{ sessionId: '55', requestId: 'R1', status: 'Charging' as const, startedAt: now, powerW: 98_765.4 },
    ...{ energyWh: 12_345, forecast: { ...unknown, minimumSoc: 60, minimumAt: now.add({ hours: 1 }) } },
  }
  const expected = [{ requestId: 'R2', vehicleId: 'BUS-8', startsAt: null, forecast: unknown }]
  const point = {
    evse: 1,
    status: 'Occupied' as const,
    fault: null,
    powerW: 98_765.4,
    vehicle: null,
    session,
    expected,
  }
  const depot = {
    id: 'north',
    name: 'North',
    chargers: [{ identity: 'HALL-1', status: 'Available' as const, fault: null, evses: [point] }],
  }
  assert.deepEqual(chargingInformation('BMS-1', [depot]), {
    depotInfoList: [
      {
        depotId: 'north',
        name: 'North',
        chargingStationInfoList: [
          {
            chargingStationId: 'HALL-1',
            chargingStationStatus: 'Available',
            chargingPointInfoList: [
              {
                chargingPointId: 'HALL-1/1',
                chargingPointStatus: 'Occupied',
                presentPower: 98.765,
                chargingProcessInfo: {
                  presystemId: 'BMS-1',
                  chargingRequestId: 'R1',
                  chargingProcessId: '55',
                  processStatus: 'Charging',
                  startTime: '2026-03-10T12:00:00Z',
                  chargingPredictionData: {
                    chargingPredictionDataMinSoc: { requestedMinSoc: 60, predictedTime: '2026-03-10T13:00:00Z' },
                  },
                  electricData: { chargingPower: 98.765 },
                  deliveredEnergy: 12.345,
                },
                scheduledChargingProcessList: [
                  { presystemId: 'BMS-1', chargingRequestId: 'R2', vehicleId: 'BUS-8', chargingPredictionData: {} },
                ],
              },
            ],
            totalPower: 98.765,
          },
        ],
      },
    ],
  })
})
