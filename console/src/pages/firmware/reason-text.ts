import type { TFunction } from 'i18next'
import type { Texts } from '../../i18n/en.ts'

type Reason = keyof Texts['firmware']['reason']

/** Why a charger was not taken or did not succeed: ours in the person's language, the charger's own as it said it. */
export function reasonText(t: TFunction<'firmware'>, reason: string): string {
  const known = ours[reason]
  return known ? t(`reason.${known}`) : reason
}

const ours: Record<string, Reason | undefined> = {
  'there is none': 'unknown',
  'it is out of service': 'out',
  'it has never said what it is': 'silent',
  'the firmware is not for it': 'unfit',
  'it is of another model': 'model',
  'it has another firmware': 'firmware',
  'it has this version already': 'same',
  'it is not connected': 'away',
  'another update is under way': 'busy',
  'a session runs': 'charging',
  'its order is lost': 'lost',
  'the campaign was cancelled': 'cancelled',
  DownloadFailed: 'download',
  InstallationFailed: 'installation',
  InstallVerificationFailed: 'verification',
  InvalidSignature: 'signature',
}
