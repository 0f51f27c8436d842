import type { Charger } from './charger.ts'
import type { Dialogue } from './socket/dialogue.ts'
import type { Link } from './socket/link.ts'
import type { Voice } from './voice.ts'

/** What a charger says in one OCPP version, and how it answers. Power and restarts are not a matter of the version. */
export type Speaker = Omit<Voice, 'restart' | 'powerLost' | 'powerBack'> & Dialogue

/** What the speakers and answers of all versions work with. */
export type SpeakerWorld = {
  readonly charger: Charger
  readonly link: Link
  readonly about: { vendor: string; model: string; serialNumber: string; firmwareVersion: string }
  /** Settings that are only kept and shown, by name. */
  readonly texts: Map<string, string>
  /** An instant as the charger's own clock shows it. */
  stamp(atMs: number): string
  /** An instant that the server named, as the time at which the charger takes it to have come. */
  fromServer(text: string): number
}
