import { placeOfKey } from '#core/devices/configuration-keys.ts'
import { takeResults } from '#core/devices/take-settings.ts'
import type { Outcome } from '../outcome.ts'

/** Keeps what was set, and goes on with the next key, also after one that was refused. */
export const changeConfiguration: Outcome<'ChangeConfiguration'> = async (ctx, charger, about) => {
  const { command, request, response, ending } = about
  if (response === null && ending.state !== 'refused') return
  const asked = command.request
  const [first, ...others] = asked.kind === 'change-settings' ? asked.settings : []
  const setting = first ?? { ...placeOfKey(request.key), value: request.value }
  const outcome =
    response?.status === 'Accepted' ? 'accepted' : response?.status === 'RebootRequired' ? 'reboot-required' : 'refused'
  await takeResults(ctx, charger, {
    command,
    results: [{ setting, outcome, reason: response?.status ?? ending.reason }],
    rest: others.length > 0 ? { kind: 'change-settings', settings: others } : null,
  })
}
