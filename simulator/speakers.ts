import type { Version } from './socket/connection.ts'
import type { Speaker, SpeakerWorld } from './speaker.ts'
import { createSpeaker16 } from './v16/speaker.ts'
import { createSpeaker21 } from './v21/speaker.ts'
import { createSpeaker201 } from './v201/speaker.ts'

/** The OCPP versions that a charger can speak. */
export const speakers: Record<Version, (world: SpeakerWorld) => Speaker> = {
  '1.6': createSpeaker16,
  '2.0.1': createSpeaker201,
  '2.1': createSpeaker21,
}
