import { takePasswordAnswer } from '#core/chargers/take-password-answer.ts'
import type { Setting } from '#core/commands/requests/settings.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import { variableKey } from '#core/devices/device-variable.ts'
import { type SettingResult, takeResults } from '#core/devices/take-settings.ts'
import type { Calls } from '../messages.ts'
import type { Outcome } from '../outcome.ts'
import { placeFrom } from '../place.ts'

/** Each variable by itself: accepted, to take effect with the next start, or refused in the charger's words. */
export const setVariables: Outcome<'SetVariables'> = async (ctx, charger, { command, request, response, ending }) => {
  await passwordChanged(ctx, charger, { command, request, response, ending })
  if (response === null && ending.state !== 'refused') return
  const sent = request.setVariableData.map(settingFrom)
  const told = new Map((response?.setVariableResult ?? []).map((one) => [keyOf(one), one]))
  const results = sent.map((setting) =>
    resultOf(setting, told.get(variableKey(setting, setting.attribute)), ending.reason),
  )
  await takeResults(ctx, charger, { command, results, rest: restOf(command.request, sent) })
}

type Answer = Pick<Parameters<Outcome<'SetVariables'>>[2], 'command' | 'request' | 'response' | 'ending'>

/** S-04. A charger that has to restart first, or that gives no answer to go by, may have either password. */
async function passwordChanged(
  ctx: Parameters<Outcome<'SetVariables'>>[0],
  charger: Parameters<Outcome<'SetVariables'>>[1],
  { command, request, response, ending }: Answer,
): Promise<void> {
  const isKnown = response !== null || ending.state === 'timed_out' || ending.state === 'refused'
  const sent = request.setVariableData.find(isPassword)
  if (!sent || !isKnown) return
  const status = response?.setVariableResult.find(isPassword)?.attributeStatus
  const isOpen = status === undefined || status === 'RebootRequired'
  const outcome = status === 'Accepted' ? 'accepted' : isOpen ? 'uncertain' : 'refused'
  await takePasswordAnswer(ctx, charger, { command, password: Buffer.from(sent.attributeValue), outcome })
}

function isPassword({ variable }: { variable: { name: string } }): boolean {
  return variable.name.toLowerCase() === 'basicauthpassword'
}

type Sent = Calls['SetVariables']['request']['setVariableData'][number]
type Told = Calls['SetVariables']['response']['setVariableResult'][number]

function settingFrom(data: Sent): Setting {
  return { ...placeFrom(data), attribute: data.attributeType ?? 'Actual', value: data.attributeValue }
}

function keyOf(told: Told): string {
  return variableKey(placeFrom(told), told.attributeType)
}

function resultOf(setting: Setting, told: Told | undefined, refusal: string | null): SettingResult {
  if (!told) return { setting, outcome: 'refused', reason: refusal ?? 'The charger said nothing of it.' }
  const { attributeStatus, attributeStatusInfo } = told
  const detail = [attributeStatusInfo?.reasonCode, attributeStatusInfo?.additionalInfo].filter(Boolean).join(', ')
  const reason = detail === '' ? attributeStatus : `${attributeStatus}: ${detail}`
  if (attributeStatus === 'Accepted') return { setting, outcome: 'accepted', reason: null }
  return { setting, outcome: attributeStatus === 'RebootRequired' ? 'reboot-required' : 'refused', reason }
}

function restOf(asked: CommandRequest, sent: readonly Setting[]): CommandRequest | null {
  if (asked.kind !== 'change-settings') return null
  const done = new Set(sent.map((one) => variableKey(one, one.attribute)))
  const settings = asked.settings.filter((one) => !done.has(variableKey(one, one.attribute)))
  return settings.length > 0 ? { kind: 'change-settings', settings } : null
}
