import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const clientDisable = switching({
  name: 'client disable',
  enabled: false,
  summary: 'Let a program call no longer; its access tokens are refused at once.',
  done: 'is disabled',
})

export const clientEnable = switching({
  name: 'client enable',
  enabled: true,
  summary: 'Let a program call again, with the id and the secret that it has.',
  done: 'may call again',
})

function switching({
  name,
  enabled,
  summary,
  done,
}: Record<'name' | 'summary' | 'done', string> & { enabled: boolean }) {
  const command: Command = {
    name,
    arguments: 'CLIENT',
    words: { min: 1, max: 1 },
    summary,
    examples: [`voltyard ${name} dispatch`],
    options: { ...serverOptions },
    async run(input, terminal) {
      const args = given({ client: input.words[0], enabled, tenant: input.options.tenant })
      const changed = (await operate({ operation: 'client.switch', args }, input, terminal)) as { name: string }
      terminal.out(input.json ? JSON.stringify(changed) : `Client ${changed.name} ${done}.`)
      return 0
    },
  }
  return command
}
