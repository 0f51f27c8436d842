import type { unknown as english } from '../en/unknown.ts'

export const unknown: typeof english = {
  title: 'Unbekannte Ladepunkte',
  below:
    'Ladepunkte, die sich verbinden wollen und die niemand angelegt hat. Sie bleiben draußen, bis jemand sie einlässt.',
  none: 'Niemand klopft an',
  noneText: 'Ein Ladepunkt, der sich verbinden will, ohne angelegt zu sein, erscheint hier binnen Sekunden.',
  lastSeen: 'zuletzt versucht',
  times_one: '{{times}} Mal',
  times_other: '{{times}} Mal',
  since: 'seit',
  withPassword: 'zeigt ein Passwort',
  withoutPassword: 'zeigt kein Passwort',
  awaited: 'Wird erwartet',
  awaitedHint: 'Er wird mit dem Passwort eingelassen, das er als Nächstes zeigt.',
  acceptOf: '{{identity}} einlassen',
  dismissOf: '{{identity}} vergessen',
  dismiss: 'Vergessen',
  dismissed: '{{identity}} ist vergessen. Beim nächsten Versuch erscheint er wieder.',
  accept: {
    title: '{{identity}} einlassen?',
    action: 'Einlassen',
    how: 'Mit welchem Passwort?',
    'new-password': 'Mit einem neuen Passwort',
    'new-password-text': 'Es wird jetzt erzeugt und einmal gezeigt; tragen Sie es im Ladepunkt ein. Der sicherste Weg.',
    'first-password': 'Mit dem, das er schon hat',
    'first-password-text':
      'Das nächste Passwort, das er binnen zehn Minuten zeigt, wird übernommen. Wer als Erster unter diesem Namen kommt, wird eingelassen; darum wird Ihr eigenes Passwort abgefragt.',
    'no-password': 'Ohne Passwort',
    'no-password-text':
      'Jeder, der seinen Namen kennt, könnte sich für ihn ausgeben. Nur für eigene, geschlossene Netze; Ihr eigenes Passwort wird abgefragt.',
    evses: 'Ladeplätze (EVSE)',
    evsesHint: 'Wie viele Fahrzeuge gleichzeitig an ihm laden können. Was er selbst meldet, kommt später dazu.',
    evsesWrong: 'Eine ganze Zahl ab 1.',
    done: '{{identity}} wird beim nächsten Versuch eingelassen.',
    awaited: '{{identity}} wird mit dem Passwort eingelassen, das er binnen zehn Minuten zeigt.',
    enter: 'Tragen Sie das in {{identity}} ein',
    user: 'Benutzername',
    password: 'Passwort',
    next: 'Er wird eingelassen, sobald er dieses Passwort zeigt.',
    open: 'Ladepunkt öffnen',
  },
}
