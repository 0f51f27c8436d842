import { type Static, Type } from 'typebox'

/** What we look at of OpenADR 3.0 and 3.1 events; all else is let through. */
const text = Type.String({ maxLength: 1_000 })
const optionalText = Type.Optional(Type.Union([text, Type.Null()]))

const IntervalPeriod = Type.Object({ start: text, duration: optionalText, randomizeStart: optionalText })

const Interval = Type.Object({
  id: Type.Optional(Type.Integer()),
  intervalPeriod: Type.Optional(Type.Union([IntervalPeriod, Type.Null()])),
  payloads: Type.Array(
    Type.Object({
      type: text,
      values: Type.Array(Type.Unknown(), { maxItems: 1_000 }),
    }),
    { maxItems: 50 },
  ),
})

const PayloadDescriptor = Type.Object({ payloadType: text, units: optionalText, currency: optionalText })

/** What we look at of a request for reports. One that makes no sense is no reason to miss a limit. */
export const ReportDescriptor = Type.Object({
  payloadType: text,
  readingType: optionalText,
  units: optionalText,
  aggregate: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  startInterval: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  numIntervals: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  historical: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  frequency: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  repeat: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
})
export type ReportDescriptor = Static<typeof ReportDescriptor>

export const OpenAdrEvent = Type.Object({
  id: text,
  programID: optionalText,
  eventName: optionalText,
  priority: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  createdDateTime: optionalText,
  modificationDateTime: optionalText,
  targets: Type.Optional(Type.Unknown()),
  reportDescriptors: Type.Optional(Type.Unknown()),
  payloadDescriptors: Type.Optional(Type.Union([Type.Array(PayloadDescriptor, { maxItems: 100 }), Type.Null()])),
  intervalPeriod: Type.Optional(Type.Union([IntervalPeriod, Type.Null()])),
  intervals: Type.Array(Interval, { maxItems: 2_000 }),
})
export type OpenAdrEvent = Static<typeof OpenAdrEvent>
export type EventPeriod = Static<typeof IntervalPeriod>

/** What we look at of reports that were sent. */
export const Reports = Type.Array(Type.Object({ eventID: optionalText, reportName: optionalText }), { maxItems: 500 })

export const Events = Type.Array(OpenAdrEvent, { maxItems: 500 })

export const Token = Type.Object({
  access_token: Type.String({ minLength: 1, maxLength: 8_000 }),
  expires_in: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
})
