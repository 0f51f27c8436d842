import type { Access } from './access.ts'
import type { Charger } from './charger.ts'
import type { Equipment, Reports } from './equipment/equipment.ts'
import type { Dialogue } from './socket/dialogue.ts'
import type { Link } from './socket/link.ts'
import type { Acts21 } from './v21/acts.ts'
import type { Acts201 } from './v201/acts.ts'
import type { Voice } from './voice.ts'

/** What a charger says in one OCPP version, and how it answers. Power and restarts are not a matter of the version. */
export type Speaker = Omit<Voice, 'restart' | 'powerLost' | 'powerBack'> &
  Dialogue & {
    /** What is said of the equipment. */
    reports: Reports
    /** Only of 2.x: what people and the charger itself do, beside charging. */
    acts?: Acts201 | Acts21
    /** Is about to start anew. */
    onRestart?(): void
    /** Ends all timers. */
    close?(): void
  }

/** What the speakers and answers of all versions work with. */
export type SpeakerWorld = {
  readonly charger: Charger
  readonly link: Link
  readonly equipment: Equipment
  /** How it gets to the server: password, security profile, addresses. */
  readonly access: Access
  readonly about: { vendor: string; model: string; serialNumber: string; firmwareVersion: string }
  /** Settings that are only kept and shown, by name. */
  readonly texts: Map<string, string>
  /** An instant as the charger's own clock shows it. */
  stamp(atMs: number): string
  /** An instant that the server named, as the time at which the charger takes it to have come. */
  fromServer(text: string): number
}
