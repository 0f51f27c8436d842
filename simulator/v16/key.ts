import type { ChargerSettings } from '../charger-settings.ts'
import { measurands } from '../meter-reading.ts'
import type { SpeakerWorld } from '../speaker.ts'

/** `reboot`: it counts from the next start. `reconnect`: the charger comes back with it at once. */
export type Written = 'accepted' | 'rejected' | 'reboot' | 'reconnect'

/** One configuration key of 1.6. */
export type Key = {
  name: string
  /** Without it the value is a secret. */
  read?(world: SpeakerWorld): string
  /** Without it the key is read-only. */
  write?(world: SpeakerWorld, value: string): Written
}

type NamesOf<V> = { [K in keyof ChargerSettings]: ChargerSettings[K] extends V ? K : never }[keyof ChargerSettings]

export function fixed(name: string, value: string): Key {
  return { name, read: () => value }
}

export function flag(name: string, setting: NamesOf<boolean>): Key {
  return {
    name,
    read: ({ charger }) => String(charger.settings[setting]),
    write({ charger }, value) {
      const text = value.toLowerCase()
      if (text !== 'true' && text !== 'false') return 'rejected'
      charger.settings[setting] = text === 'true'
      return 'accepted'
    },
  }
}

export function whole(name: string, setting: NamesOf<number>): Key {
  return {
    name,
    read: ({ charger }) => String(charger.settings[setting]),
    write({ charger }, value) {
      if (!isWhole(value)) return 'rejected'
      charger.settings[setting] = Number(value)
      return 'accepted'
    },
  }
}

/** A setting that is only kept and shown, if it looks right. */
export function kept(name: string, usual: string, looksRight: RegExp, written: Written = 'accepted'): Key {
  return {
    name,
    read: ({ texts }) => texts.get(name) ?? usual,
    write({ texts }, value) {
      if (!looksRight.test(value)) return 'rejected'
      texts.set(name, value)
      return written
    },
  }
}

export function measurandList(name: string, usual: string): Key {
  return {
    name,
    read: ({ texts }) => texts.get(name) ?? usual,
    // One that is not supported makes the whole list refused. 16 §3.16.4
    write({ texts }, value) {
      const wanted = listOf(value)
      if (!wanted.every((one) => measurands.some((known) => known === one))) return 'rejected'
      texts.set(name, wanted.join(','))
      return 'accepted'
    },
  }
}

export function isWhole(text: string): boolean {
  return /^\d{1,7}$/.test(text)
}

export function listOf(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
