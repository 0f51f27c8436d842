import { sendCommand } from '#core/commands/send-command.ts'
import { chargerSchedule } from '#core/smart-charging/charger-schedule.ts'
import type { ChargingStore } from '#core/smart-charging/charging-store.ts'
import { type InstalledProfile, profilesFrom } from '#core/smart-charging/installed-profiles.ts'
import type { PlacedProfile, SchedulePeriod } from '#core/smart-charging/profile.ts'
import { readProfiles } from '#core/smart-charging/read-profiles.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { CommandView } from './wire/chargers.ts'
import {
  type ChargingProfile,
  ChargingProfiles,
  CompositeQuery,
  CompositeSchedule,
  CompositeToAsk,
  ProfilesToClear,
} from './wire/charging-profiles.ts'

/** The charging profiles of a charger: what it has, what it shall have, and what comes of them. */
export const profiles: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/charging-profiles',
    { schema: { params: ChargerParams, response: { 200: ChargingProfiles } }, config: { role: 'viewer' } },
    async (request) => {
      const { id } = await chargerOf(request, request.params.id)
      const [installed, desired, outside] = await Promise.all([
        request.ctx.devices.installed(id, 'charging-profile'),
        request.ctx.charging.desired(id),
        request.ctx.devices.installed(id, 'charging-limit'),
      ])
      return {
        items: viewAll(profilesFrom(installed), desired),
        fromOutside: outside.map(({ body, at }) => ({
          source: String(body.source),
          evse: (body.evse as number | null) ?? null,
          isGridCritical: body.isGridCritical === true,
          at: timeText(at),
        })),
      }
    },
  )

  app.post(
    '/chargers/:id/charging-profiles/read',
    { schema: { params: ChargerParams, response: { 202: CommandView } }, config: { role: 'operator' } },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      return reply.code(202).send(viewCommand(await readProfiles(request.ctx, charger.identity)))
    },
  )

  app.post(
    '/chargers/:id/charging-profiles/clear',
    {
      schema: { params: ChargerParams, body: ProfilesToClear, response: { 202: CommandView } },
      config: { role: 'operator', dangerous: true },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      const { id = null, evse = null, purpose = null, stackLevel = null } = request.body
      const asked = { kind: 'clear-profiles', id, evse, purpose, stackLevel } as const
      const command = await sendCommand(request.ctx, charger.identity, asked, { wait: false })
      return reply.code(202).send(viewCommand(command))
    },
  )

  app.get(
    '/chargers/:id/composite-schedule',
    {
      schema: { params: ChargerParams, querystring: CompositeQuery, response: { 200: CompositeSchedule } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      const { evse = 1, durationSeconds = 86_400, unit = 'A' } = request.query
      const schedule = await chargerSchedule(request.ctx, charger, { evse, durationSeconds, unit })
      return { ...schedule, from: timeText(schedule.from) }
    },
  )

  app.post(
    '/chargers/:id/composite-schedule',
    {
      schema: { params: ChargerParams, body: CompositeToAsk, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      const { evse, durationSeconds, unit = null } = request.body
      const asked = { kind: 'read-schedule', evse, durationSeconds, unit } as const
      const command = await sendCommand(request.ctx, charger.identity, asked, { wait: false })
      return reply.code(202).send(viewCommand(command))
    },
  )
}

type Desired = Awaited<ReturnType<ChargingStore['desired']>>

/** Each profile once, by its id. */
function viewAll(installed: readonly InstalledProfile[], desired: Desired): ChargingProfile[] {
  const wanted = new Map(desired.map((one) => [one.profile.id, one]))
  const there = installed.map((one) => {
    const want = wanted.get(one.profile.id)
    wanted.delete(one.profile.id)
    const state = { isInstalled: true, isDesired: want !== undefined, limitOf: want?.limitOf ?? null }
    return { ...viewProfile(one), ...state, at: timeText(one.receivedAt) }
  })
  const missing = [...wanted.values()].map((one) => ({
    ...viewProfile(one),
    ...{ isInstalled: false, isDesired: true, limitOf: one.limitOf, at: timeText(one.desiredAt) },
  }))
  return [...there, ...missing]
}

function viewProfile({ evse, profile }: PlacedProfile) {
  const { id, purpose, kind, stackLevel, recurrence = null, validFrom = null, validTo = null, wireId = null } = profile
  const [schedule] = profile.schedules
  return {
    ...{ id, evse, purpose, kind, stackLevel, recurrence, validFrom, validTo, wireId },
    unit: schedule?.unit ?? null,
    startsAt: schedule?.startsAt ?? null,
    durationSeconds: schedule?.durationSeconds ?? null,
    periods: (schedule?.periods ?? []).map(viewPeriod),
  }
}

function viewPeriod(period: SchedulePeriod) {
  const { startSeconds, limit = null, phases = null, setpoint = null, dischargeLimit = null } = period
  return { startSeconds, limit, phases, setpoint, dischargeLimit }
}
