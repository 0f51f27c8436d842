import { takePasswordAnswer } from '#core/chargers/take-password-answer.ts'
import { placeOfKey } from '#core/devices/configuration-keys.ts'
import { takeResults } from '#core/devices/take-settings.ts'
import type { Outcome } from '../outcome.ts'
import { settingsOfDefaultPrice } from '../settings-of-default-price.ts'

type About = Parameters<Outcome<'ChangeConfiguration'>>

/** S-04. A charger that has to restart first, or that gives no answer to go by, may have either password. */
async function passwordChanged(...[ctx, charger, { command, request, response, ending }]: About): Promise<void> {
  const isKnown = response !== null || ending.state === 'timed_out' || ending.state === 'refused'
  if (!isKnown) return
  const { status } = response ?? { status: 'unknown' }
  const outcome =
    status === 'Accepted' ? 'accepted' : status === 'Rejected' || status === 'NotSupported' ? 'refused' : 'uncertain'
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(request.value)
  await takePasswordAnswer(ctx, charger, {
    command,
    password: Buffer.from(request.value, isHex ? 'hex' : 'utf8'),
    outcome,
  })
}

/** Keeps what was set, and goes on with the next key, also after one that was refused. */
export const changeConfiguration: Outcome<'ChangeConfiguration'> = async (ctx, charger, about) => {
  const { command, request, response, ending } = about
  if (request.key.toLowerCase() === 'authorizationkey') return passwordChanged(ctx, charger, about)
  if (response === null && ending.state !== 'refused') return
  const asked = command.request
  const outcome =
    response?.status === 'Accepted' ? 'accepted' : response?.status === 'RebootRequired' ? 'reboot-required' : 'refused'
  const [first, ...more] = asked.kind === 'change-settings' ? asked.settings : []
  const setting = first ?? { ...placeOfKey(request.key), value: request.value }
  const isPriceTaken = asked.kind === 'set-default-tariff' && outcome !== 'refused'
  const others = isPriceTaken ? await settingsOfDefaultPrice(ctx, charger, asked.tariffId) : more
  await takeResults(ctx, charger, {
    command,
    results: [{ setting, outcome, reason: response?.status ?? ending.reason }],
    rest: others.length > 0 ? { kind: 'change-settings', settings: others } : null,
  })
}
