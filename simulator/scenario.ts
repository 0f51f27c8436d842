import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { measurands } from './meter-reading.ts'

const Text = (description: string, maxLength = 200) => Type.String({ minLength: 1, maxLength, description })
const Watts = (description: string) => Type.Number({ minimum: 100, maximum: 2_000_000, description })
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description })
const Phases = Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)])

const Pattern = (description: string) =>
  Text(`${description} A run of # is replaced by the number, filled with zeros: BUS-## is BUS-01, BUS-02 …`, 60)

/** A time of day in the scenario's zone, or how long after the start: `17:00`, `PT5M`. */
const Moment = Type.String({
  pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|PT(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)$',
  description: 'A time of day in the time zone of the scenario (17:00), or a duration after the start (PT5M).',
})

/** From a shortest to a longest time; short times are the more frequent. */
const Span = (description: string, shortest: number, longest: number) =>
  Type.Tuple(
    [Type.Number({ minimum: shortest, maximum: longest }), Type.Number({ minimum: shortest, maximum: longest })],
    { description: `${description} Seconds, from and to; short times are the more frequent.` },
  )

const Window = (description: string) =>
  Type.Object({ from: Moment, to: Moment }, { additionalProperties: false, description })

const Contrary = Type.Union([
  Type.Literal('rejected', { description: 'Refused, as the standard has it.' }),
  Type.Literal('not-implemented', { description: 'With an error.' }),
  Type.Literal('silent', { description: 'Not at all.' }),
  Type.Object(
    { delayMs: Type.Number({ minimum: 0, maximum: 600_000, description: 'So much later, of real time.' }) },
    { additionalProperties: false },
  ),
])

const Misbehaviour = Type.Partial(
  Type.Object(
    {
      clockOffsetSeconds: Type.Number({ description: 'How far the clock of the charger is ahead.' }),
      answerDelayMs: Type.Number({ minimum: 0, description: 'Real time before it answers a call of the server.' }),
      answerDelaySeconds: Span('Simulated time before it answers a call of the server.', 0.05, 600),
      ignoresProfiles: Type.Boolean({ description: 'Accepts charging profiles and gives what it likes.' }),
      ignoresProfileEnd: Type.Boolean({ description: 'Goes on with a charging profile after its end.' }),
      reportedPhases: Phases,
      isSilent: Type.Boolean({ description: 'Never answers calls of the server.' }),
      answers: Type.Record(Type.String({ pattern: '^[A-Za-z0-9]{1,50}$' }), Contrary, {
        description: 'By action: how calls of the server are answered instead of obeyed.',
      }),
      sendsTwice: Type.Boolean({ description: 'Sends every message of a transaction twice.' }),
      dropsConnectionEverySeconds: Type.Number({ minimum: 0, description: 'Its connection breaks about so often.' }),
      failsFirmware: Type.Union([Type.Literal('download'), Type.Literal('signature'), Type.Literal('install')], {
        description: 'Where every firmware update fails.',
      }),
      failsUploads: Type.Boolean({ description: 'Every upload of a log fails.' }),
    },
    { additionalProperties: false },
  ),
)

const ChargerGroup = Type.Object(
  {
    identity: Pattern('Identity of each charger.'),
    count: Type.Integer({ minimum: 1, maximum: 10_000 }),
    firstNumber: Type.Optional(Type.Integer({ minimum: 0, description: 'Number of the first; without it, 1.' })),
    version: Type.Union([
      Type.Literal('1.6'),
      Type.Literal('2.0.1'),
      Type.Literal('2.1'),
      Type.Literal('alternating', { description: '1.6 and 2.0.1 in turn.' }),
    ]),
    evses: Type.Integer({ minimum: 1, maximum: 20 }),
    current: Type.Union([Type.Literal('AC'), Type.Literal('DC')]),
    maxPowerW: Watts('Of each EVSE.'),
    phases: Type.Optional(Phases),
    voltageV: Type.Optional(Type.Number({ minimum: 100, maximum: 1_500 })),
    firstPhase: Type.Optional(
      Type.Union([Type.Literal('L1'), Type.Literal('L2'), Type.Literal('L3')], {
        description: 'On which phase of the supply its own first one is.',
      }),
    ),
    leastPowerW: Type.Optional(Type.Number({ minimum: 0, description: 'Below this it gives nothing.' })),
    stepW: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'It gives multiples of this.' })),
    efficiency: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Of direct current.' })),
    standbyW: Type.Optional(Type.Number({ minimum: 0, description: 'Of direct current: what it draws for itself.' })),
    vendor: Type.Optional(Text('As it says when it boots.', 20)),
    model: Type.Optional(Text('As it says when it boots.', 20)),
    firmwareVersion: Type.Optional(Text('As it says when it boots.', 50)),
    securityProfile: Type.Optional(
      Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)], {
        description: '0 no password, 1 a password, 2 TLS and a password; without it, what the address suggests.',
      }),
    ),
    sampleIntervalSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
    alignedIntervalSeconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 86_400, description: 'Of samples at round times of day; without it, none.' }),
    ),
    measurands: Type.Optional(
      Type.Array(Type.Enum([...measurands]), {
        minItems: 1,
        description: 'What its meters tell; without it, what is usual.',
      }),
    ),
    misbehaviour: Type.Optional(Misbehaviour),
  },
  { additionalProperties: false },
)

const VehicleGroup = Type.Object(
  {
    name: Pattern('Name of each vehicle.'),
    count: Type.Integer({ minimum: 1, maximum: 10_000 }),
    firstNumber: Type.Optional(Type.Integer({ minimum: 0 })),
    card: Pattern('The card of each vehicle.'),
    charger: Pattern('Where it charges. Several chargers fit a pattern with * in it: any that is free is taken.'),
    evse: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, description: 'Without it, any that is free.' })),
    capacityWh: Type.Union([
      Type.Number({ minimum: 1_000, maximum: 2_000_000 }),
      Type.Tuple([Type.Number({ minimum: 1_000 }), Type.Number({ maximum: 2_000_000 })]),
    ]),
    maxDcW: Watts('Most direct current power it takes.'),
    maxAcW: Watts('Most alternating current power it takes.'),
    phases: Type.Optional(Phases),
    kneeSoc: Type.Optional(Share('Where its power begins to decline.')),
    trickleShare: Type.Optional(Share('Share of its power that is left when it is full.')),
    targetSoc: Type.Optional(Share('Where it stops by itself.')),
    followSeconds: Type.Optional(Span('How long it takes to go along with another offer.', 0.05, 600)),
    usesShare: Type.Optional(Share('Of what is offered it takes no more than this share.')),
    warmUp: Type.Optional(
      Type.Object(
        { share: Share('Of its power that a cold battery takes at first.'), seconds: Type.Number({ minimum: 1 }) },
        { additionalProperties: false },
      ),
    ),
    sleepsAfterPauseSeconds: Type.Optional(
      Type.Number({ minimum: 1, description: 'Falls asleep after so long a pause, and does not wake.' }),
    ),
    socAtArrival: Type.Tuple([Share('Least.'), Share('Most.')]),
    arrives: Window('When it arrives.'),
    leaves: Window('When it leaves, the next day if that is earlier than it arrives.'),
    repeat: Type.Optional(Type.Union([Type.Literal('daily'), Type.Literal('once')])),
    stopsBy: Type.Optional(
      Type.Union([Type.Literal('card'), Type.Literal('unplugging'), Type.Literal('either')], {
        description: 'How its session ends when it leaves; without it, either.',
      }),
    ),
  },
  { additionalProperties: false },
)

const where = { charger: Text('Identity of the charger.', 60) }
const during = { ...where, from: Moment, to: Moment }
const repeat = Type.Optional(Type.Union([Type.Literal('daily'), Type.Literal('once')]))
const Mishap = Type.Union([
  Type.Object(
    {
      kind: Type.Union([Type.Literal('offline'), Type.Literal('power-loss'), Type.Literal('silent')]),
      ...during,
      repeat,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('fault'),
      ...during,
      evse: Type.Integer({ minimum: 1, maximum: 20 }),
      code: Type.Union([
        Type.Literal('ground-failure'),
        Type.Literal('over-temperature'),
        Type.Literal('connector-lock-failure'),
        Type.Literal('internal-error'),
      ]),
      repeat,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('wrong-card'),
      vehicle: Text('Name of the vehicle whose driver shows another card.', 60),
      card: Text('That card.', 36),
      /** Whether the right card is shown afterwards. */
      thenRightCard: Type.Boolean(),
      repeat,
    },
    { additionalProperties: false },
  ),
])

/** What happens at a site: chargers, vehicles that come and go, and what goes wrong. */
export const Scenario = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    name: Text('Short name.', 60),
    description: Text('What it shows, in a sentence.'),
    timeZone: Text('Time zone of all times of day, such as Europe/Berlin.', 60),
    clock: Type.Object(
      {
        start: Type.Optional(
          Type.String({
            pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?)$',
            description: 'Local start: a time of day today, or a date with time. Without it, now.',
          }),
        ),
        rate: Type.Number({ exclusiveMinimum: 0, maximum: 10_000, description: 'Simulated seconds per second.' }),
        durationSeconds: Type.Optional(
          Type.Number({ minimum: 1, description: 'Simulated length. Without it, until all have left, or for ever.' }),
        ),
      },
      { additionalProperties: false },
    ),
    seed: Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: 'The same seed makes the same story.' }),
    chargers: Type.Array(ChargerGroup, { minItems: 1, maxItems: 100 }),
    vehicles: Type.Array(VehicleGroup, { maxItems: 100 }),
    mishaps: Type.Array(Mishap, { maxItems: 1_000 }),
  },
  { additionalProperties: false, title: 'Voltyard simulator scenario' },
)

export type Scenario = Static<typeof Scenario>
export type ChargerGroup = Scenario['chargers'][number]
export type VehicleGroup = Scenario['vehicles'][number]
export type Mishap = Scenario['mishaps'][number]

/** A scenario that cannot be used; the message says where and why, in a sentence. */
export class ScenarioError extends Error {
  override name = 'ScenarioError'
}

/** Checks what was read from a file; throws a `ScenarioError`. */
export function readScenario(value: unknown): Scenario {
  if (!Value.Check(Scenario, value)) {
    const fault = deepest(Value.Errors(Scenario, value))
    const place = fault?.instancePath.slice(1).replaceAll('/', '.') || 'The scenario'
    // Of a member that no schema names.
    const isUnknown = fault?.keyword === 'boolean'
    throw new ScenarioError(`${place} ${isUnknown ? 'is not known here' : fault?.message}.`)
  }
  checkNames(value)
  return value
}

/** The name or identity with this number in a pattern. */
export function numbered(pattern: string, number: number): string {
  return pattern.replace(/#+/g, (run) => String(number).padStart(run.length, '0'))
}

function checkNames(scenario: Scenario): void {
  try {
    Temporal.Now.zonedDateTimeISO(scenario.timeZone)
  } catch {
    throw new ScenarioError(`timeZone ${JSON.stringify(scenario.timeZone)} is not known.`)
  }
  const chargers = namesOf(scenario.chargers.map((group) => ({ ...group, pattern: group.identity })))
  const vehicles = namesOf(scenario.vehicles.map((group) => ({ ...group, pattern: group.name })))
  for (const mishap of scenario.mishaps) {
    if ('charger' in mishap && !chargers.has(mishap.charger)) {
      throw new ScenarioError(`mishaps: there is no charger ${JSON.stringify(mishap.charger)}.`)
    }
    if ('vehicle' in mishap && !vehicles.has(mishap.vehicle)) {
      throw new ScenarioError(`mishaps: there is no vehicle ${JSON.stringify(mishap.vehicle)}.`)
    }
  }
  for (const { charger, count, firstNumber = 1, name } of scenario.vehicles) {
    for (let number = firstNumber; number < firstNumber + count; number++) {
      const wanted = numbered(charger, number)
      if (![...chargers].some((identity) => fits(wanted, identity))) {
        throw new ScenarioError(
          `vehicles: there is no charger ${JSON.stringify(wanted)} for ${numbered(name, number)}.`,
        )
      }
    }
  }
}

function namesOf(groups: readonly { pattern: string; count: number; firstNumber?: number }[]): Set<string> {
  const names = new Set<string>()
  for (const { pattern, count, firstNumber = 1 } of groups) {
    for (let number = firstNumber; number < firstNumber + count; number++) {
      const name = numbered(pattern, number)
      if (names.has(name)) throw new ScenarioError(`${JSON.stringify(name)} is there twice.`)
      names.add(name)
    }
  }
  return names
}

/** Whether an identity fits a pattern in which * stands for anything. */
export function fits(pattern: string, identity: string): boolean {
  const [head = '', ...tails] = pattern.split('*')
  if (tails.length === 0) return pattern === identity
  const tail = tails.at(-1)!
  return identity.startsWith(head) && identity.endsWith(tail) && identity.length >= head.length + tail.length
}

// A union reports all its branches; the fault farthest inside is the one that was meant.
function deepest<E extends { instancePath: string }>(errors: Iterable<E>): E | undefined {
  return [...errors].sort((a, b) => b.instancePath.split('/').length - a.instancePath.split('/').length)[0]
}
