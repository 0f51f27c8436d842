import { type Measurand, measurands } from '../meter-reading.ts'
import type { SpeakerWorld } from '../speaker.ts'

/** The measurands that the server wants at one moment of a transaction. */
export function sampledMeasurands(world: SpeakerWorld, name: MeasurandVariable): Measurand[] {
  return listOf(measurandText(world, name)) as Measurand[]
}

export function measurandText({ texts }: SpeakerWorld, name: MeasurandVariable): string {
  return texts.get(name) ?? usual[name]
}

/** Null for a list with something unknown in it. */
export function readMeasurands(text: string): string | null {
  const wanted = listOf(text)
  return wanted.every((one) => measurands.some((known) => known === one)) ? wanted.join(',') : null
}

export type MeasurandVariable = 'TxStartedMeasurands' | 'TxUpdatedMeasurands' | 'TxEndedMeasurands'

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

const usual: Record<MeasurandVariable, string> = {
  TxStartedMeasurands: 'Energy.Active.Import.Register,SoC',
  TxUpdatedMeasurands: 'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC,Power.Offered',
  TxEndedMeasurands: 'Energy.Active.Import.Register,SoC',
}
