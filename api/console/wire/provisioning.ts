import { type Static, Type } from 'typebox'
import { closed, Id, orNull, Time, Words } from './parts.ts'

const Name = Type.String({ minLength: 1, maxLength: 255 })
const Place = {
  component: Name,
  componentInstance: orNull(Name),
  evse: orNull(Type.Integer({ minimum: 0, maximum: 999 })),
  connector: orNull(Type.Integer({ minimum: 0, maximum: 999 })),
  variable: Name,
  variableInstance: orNull(Name),
}
const attributes = ['Actual', 'Target', 'MinSet', 'MaxSet'] as const

/** One attribute of a variable of a charger's device model. Of a 1.6 charger's keys `key` is the name. */
export const Variable = Type.Object({
  ...Place,
  attribute: Words(attributes),
  key: orNull(Type.String()),
  /** Null when it was not told, and of passwords always. */
  value: orNull(Type.String()),
  mutability: orNull(Type.String()),
  unit: orNull(Type.String()),
  dataType: orNull(Type.String()),
  minLimit: orNull(Type.Number()),
  maxLimit: orNull(Type.Number()),
  /** What may be chosen from, separated by commas. */
  valuesList: orNull(Type.String()),
  observedAt: Time,
})
export type Variable = Static<typeof Variable>

/** GET /chargers/:id/variables?q= : in the order of their names; `q` is looked for in names, keys and values. */
export const VariableSearch = Type.Object({ q: Type.Optional(Type.String({ maxLength: 100 })) }, closed)
export const Variables = Type.Object({ items: Type.Array(Variable) })
export type Variables = Static<typeof Variables>

/** POST /chargers/:id/variables/read : all of it, or only these. The command ends as any other does. */
export const VariablesToRead = Type.Object(
  {
    inventory: Type.Optional(Words(['full', 'configuration', 'summary'] as const)),
    names: Type.Optional(Type.Array(Type.Object(Place, closed), { minItems: 1, maxItems: 100 })),
  },
  closed,
)

/** POST /chargers/:id/variables : what does not fit into one call is set by commands that follow. */
export const VariablesToSet = Type.Object(
  {
    settings: Type.Array(
      Type.Object(
        { ...Place, value: Type.String({ maxLength: 2_500 }), attribute: Type.Optional(Words(attributes)) },
        closed,
      ),
      { minItems: 1, maxItems: 100 },
    ),
  },
  closed,
)

const generations = ['1.6', '2'] as const
const Pattern = orNull(Type.String({ minLength: 1, maxLength: 100 }))

const templateFields = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  /** In which `*` stands for anything; null fits every charger. */
  vendor: Pattern,
  model: Pattern,
  firmware: Pattern,
  priority: Type.Integer({ minimum: -1_000, maximum: 1_000 }),
  settings: Type.Array(
    Type.Object(
      {
        ...Place,
        value: Type.String({ maxLength: 500 }),
        /** Only for chargers of this generation. */
        generation: orNull(Words(generations)),
      },
      closed,
    ),
    { maxItems: 200 },
  ),
  /** Null leaves them as the charger, or the server's own template, has them. */
  measurands: orNull(Type.Array(Type.String({ minLength: 1, maxLength: 50 }), { minItems: 1, maxItems: 30 })),
  /** Whether the server's own template says what this one does not. */
  extendsDefault: Type.Boolean(),
  /** Whether a charger may be restarted for settings that need it, when nobody charges. */
  restartAllowed: Type.Boolean(),
  /** A pending charger is accepted once it is configured. */
  acceptWhenConfigured: Type.Boolean(),
}

export const NewTemplate = Type.Object(templateFields, closed)
export type NewTemplate = Static<typeof NewTemplate>
export const Template = Type.Object({ id: Id, ...templateFields })
export type Template = Static<typeof Template>

/** How many chargers somebody agreed to: a change that would reach more is refused with 409. */
const AtMost = Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 }))
/** POST /templates and PUT /templates/{id} */
export const TemplateToSave = Type.Object({ ...templateFields, atMost: AtMost }, closed)
/** DELETE /templates/{id}?atMost */
export const TemplateToRemove = Type.Object({ atMost: AtMost }, closed)

/** POST /templates/preview : what a new template (no id), a changed one, or a removed one (no content) would reach. */
export const TemplateChange = Type.Object({ id: orNull(Id), template: orNull(NewTemplate) }, closed)
export type TemplateToChange = Static<typeof TemplateChange>
export const TemplateReach = Type.Object({
  /** Identities of the chargers that would be configured otherwise, at their next check. */
  touched: Type.Array(Type.String()),
  /** Of these, how many have a session now. */
  charging: Type.Integer(),
  /** All chargers that are configured by themselves. */
  of: Type.Integer(),
})
export type TemplateReach = Static<typeof TemplateReach>

/** GET /templates : `default` is the server's own, which cannot be changed. */
export const Templates = Type.Object({
  items: Type.Array(Template),
  default: Type.Object(templateFields),
})
export type Templates = Static<typeof Templates>

/** What came of one wanted value. */
export const SettingOutcome = Type.Object({
  name: Type.String(),
  wanted: Type.String(),
  value: orNull(Type.String()),
  /** `same`, `written`, `reduced`, `unknown`, `read-only`, `refused`, `not-kept`, `needs-restart`, `given-up`, `different`. */
  outcome: Type.String(),
  reason: orNull(Type.String()),
})

/**
 * GET /chargers/:id/provisioning : how it is being configured, or was the last time. `state` is `open`, `done`,
 * `failed`, `expired` or `cancelled`; null when it never was. Steps: `read`, `write`, `write-list`, `verify`, `restore`,
 * `wait-until-idle`, `restart`, `verify-restarted`, `status`, and the state at the end.
 */
export const ProvisioningView = Type.Object({
  state: orNull(Type.String()),
  /** `first-contact`, `firmware`, `protocol`, `daily`, `asked`. */
  why: orNull(Type.String()),
  template: Type.String(),
  reason: orNull(Type.String()),
  startedAt: orNull(Time),
  endedAt: orNull(Time),
  /** Somebody has asked for it, and it begins as soon as the charger is there. */
  isAsked: Type.Boolean(),
  steps: Type.Array(Type.Object({ at: Time, step: Type.String(), detail: orNull(Type.String()) })),
  settings: Type.Array(SettingOutcome),
})
export type ProvisioningView = Static<typeof ProvisioningView>

export const UnknownCharger = Type.Object({
  id: Id,
  identity: Type.String(),
  firstSeenAt: Time,
  lastSeenAt: Time,
  times: Type.Integer(),
  addresses: Type.Array(Type.String()),
  protocols: Type.Array(Type.String()),
  sentPassword: Type.Boolean(),
  /** Until then it is taken in with the password that it shows. */
  welcomeUntil: orNull(Time),
})
export type UnknownCharger = Static<typeof UnknownCharger>

/** GET /unknown-chargers, that seen last first. */
export const UnknownChargers = Type.Object({ items: Type.Array(UnknownCharger) })
export type UnknownChargers = Static<typeof UnknownChargers>

/**
 * POST /unknown-chargers/:id/accept : with a password that is made now and shown once, with the one that the charger
 * shows within ten minutes, or without one. The latter two ask for the person's own password again.
 */
export const UnknownWelcome = Type.Object(
  {
    welcome: Words(['new-password', 'first-password', 'no-password'] as const),
    evses: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
)
export const WelcomedCharger = Type.Object({
  identity: Type.String(),
  /** Null until it comes. */
  id: orNull(Id),
  password: orNull(Type.String()),
  until: orNull(Time),
})
export type WelcomedCharger = Static<typeof WelcomedCharger>
