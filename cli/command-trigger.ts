import type { TriggerableMessage } from '#core/commands/requests.ts'
import { type Command, oneOf, wholeNumber } from './command.ts'
import { send, sendOptions } from './send.ts'

const messages = [
  'BootNotification',
  'FirmwareStatusNotification',
  'Heartbeat',
  'LogStatusNotification',
  'MeterValues',
  'PublishFirmwareStatusNotification',
  'StatusNotification',
  'TransactionEvent',
] as const satisfies readonly TriggerableMessage[]

export const commandTrigger: Command = {
  name: 'command trigger',
  arguments: 'CHARGER MESSAGE',
  words: { min: 2, max: 2 },
  summary: 'Ask a charger to send a message now.',
  details: [`MESSAGE is one of ${messages.slice(0, 4).join(', ')},`, `${messages.slice(4).join(', ')}.`],
  examples: ['voltyard command trigger CP-1 StatusNotification --connector 1'],
  options: {
    connector: { value: 'N', description: 'Of which connector; without it, of all.' },
    ...sendOptions,
  },
  async run(input, terminal) {
    const { connector } = input.options
    const message = oneOf('MESSAGE', input.words[1]!, messages)
    const place = connector === undefined ? null : wholeNumber('--connector', connector)
    return send({ kind: 'trigger', message, connector: place }, input, terminal)
  },
}
