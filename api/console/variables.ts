import { sendCommand } from '#core/commands/send-command.ts'
import { keyOfPlace } from '#core/devices/configuration-keys.ts'
import type { DeviceVariable } from '#core/devices/device-variable.ts'
import { isSecretVariable } from '#core/devices/setting-values.ts'
import { nameOfVariable } from '#core/devices/take-settings.ts'
import { Problem } from '#core/errors.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { CommandView } from './wire/chargers.ts'
import { type Variable, VariableSearch, Variables, VariablesToRead, VariablesToSet } from './wire/provisioning.ts'

/** What a charger says its settings are; to read them again, and to change them. */
export const variables: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/variables',
    {
      schema: { params: ChargerParams, querystring: VariableSearch, response: { 200: Variables } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      const all = (await request.ctx.devices.variables(charger.id)).map(viewVariable)
      const words = (request.query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
      return { items: all.filter((one) => words.every((word) => textOf(one).includes(word))) }
    },
  )

  app.post(
    '/chargers/:id/variables/read',
    {
      schema: { params: ChargerParams, body: VariablesToRead, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      const { names, inventory = 'full' } = request.body
      const command = await sendCommand(
        request.ctx,
        charger.identity,
        names ? { kind: 'read-settings', names } : { kind: 'read-device-model', inventory },
        { wait: false, deadlineSeconds: 120 },
      )
      return reply.code(202).send(viewCommand(command))
    },
  )

  app.post(
    '/chargers/:id/variables',
    {
      schema: { params: ChargerParams, body: VariablesToSet, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      const { settings } = request.body
      // It must not be stored with the command.
      if (settings.some(isSecretVariable)) {
        throw new Problem('invalid_value', 'A password is not changed as a setting.', { subject: 'settings' })
      }
      const asked = { kind: 'change-settings', settings } as const
      const options = { wait: false, deadlineSeconds: 300 }
      const command = await sendCommand(request.ctx, charger.identity, asked, options)
      return reply.code(202).send(viewCommand(command))
    },
  )
}

function viewVariable({
  characteristics,
  persistent: _,
  constant: __,
  observedAt,
  ...variable
}: DeviceVariable): Variable {
  return {
    ...variable,
    key: keyOfPlace(variable),
    unit: characteristics?.unit ?? null,
    dataType: characteristics?.dataType ?? null,
    minLimit: characteristics?.minLimit ?? null,
    maxLimit: characteristics?.maxLimit ?? null,
    valuesList: characteristics?.valuesList ?? null,
    observedAt: timeText(observedAt),
  }
}

function textOf(variable: Variable): string {
  return `${nameOfVariable(variable)} ${variable.key ?? ''} ${variable.value ?? ''}`.toLowerCase()
}
