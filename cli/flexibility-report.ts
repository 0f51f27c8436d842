import { type Command, wholeNumber } from './command.ts'
import { type Activation, activationText } from './flexibility-list.ts'
import { given, operate, serverOptions } from './operate.ts'

export const flexibilityReport: Command = {
  name: 'flexibility report',
  arguments: 'ACTIVATION',
  words: { min: 1, max: 1 },
  summary: 'Show what an activation has delivered, minute by minute.',
  examples: ['voltyard flexibility report 7', 'voltyard flexibility report 7 --json'],
  options: serverOptions,
  async run(input, terminal) {
    const args = given({ activation: wholeNumber('ACTIVATION', input.words[0]!), tenant: input.options.tenant })
    const report = (await operate({ operation: 'flexibility.report', args }, input, terminal)) as Report
    if (input.json) terminal.out(JSON.stringify(report))
    else terminal.out([activationText(report), ...report.minutes.map(show), sum(report)].join('\n'))
    return 0
  },
}

type Report = Activation & { deliveredWh: number; minutes: Minute[] }
type Minute = { at: string; baselineW: number; highW: number; measuredW: number | null; deliveredW: number | null }

function show({ at, baselineW, highW, measuredW, deliveredW }: Minute): string {
  return `${at}  baseline ${kw(baselineW)}  ordered ${kw(highW)}  drew ${kw(measuredW)}  delivered ${kw(deliveredW)}`
}

function sum({ deliveredWh }: Report): string {
  return `delivered ${(deliveredWh / 1_000).toFixed(1)} kWh`
}

function kw(watts: number | null): string {
  return watts === null ? 'not measured' : `${(watts / 1_000).toFixed(1)} kW`
}
