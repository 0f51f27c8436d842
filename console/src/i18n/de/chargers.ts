import type { chargers as english } from '../en/chargers.ts'

export const chargers: typeof english = {
  title: 'Ladepunkte',
  search: 'Kennung, Name, Modell, Firmware suchen',
  shown_one: '{{shown}} von {{count}} Ladepunkt',
  shown_other: '{{shown}} von {{count}} Ladepunkten',
  nothingFound:
    'Kein Ladepunkt in den gewählten Zuständen hat all diese Wörter in Kennung, Name, Hersteller, Modell oder Firmware.',
  columns: {
    charger: 'Ladepunkt',
    state: 'Zustand',
    connectors: 'Anschlüsse',
    soc: 'Batterie',
    power: 'Leistung',
    model: 'Modell, Firmware',
    version: 'OCPP',
    heard: 'Gehört',
  },
  add: {
    button: 'Ladepunkt anlegen',
    title: 'Ladepunkt anlegen',
    identity: 'Kennung',
    identityHint:
      'Wie sie im Ladepunkt eingestellt ist. Sie ist der letzte Teil der Adresse, mit der er sich verbindet.',
    identityMissing: 'Ein Ladepunkt braucht eine Kennung',
    name: 'Name',
    nameHint: 'Wie man ihn nennt, etwa „Platz 4“. Darf leer bleiben.',
    evses: 'Ladeplätze',
    evsesHint: 'Wie viele Fahrzeuge gleichzeitig laden.',
    evsesWrong: 'Eine ganze Zahl, mindestens 1',
    done: '{{identity}} wurde angelegt',
    enter: 'Das gehört in {{identity}}',
    address: 'OCPP-Adresse',
    user: 'Benutzer (Basic Authentication)',
    password: 'Passwort',
    next: 'Sobald sich der Ladepunkt verbunden hat, erscheint er von selbst in der Liste.',
    open: 'Ladepunkt öffnen',
  },
  import: {
    title: 'Ladepunkte importieren',
    intro:
      'Eine CSV-Datei mit einem Ladepunkt je Zeile. Sie wird zuerst geprüft; geändert wird erst, wenn Sie es sagen.',
    columns:
      'Die erste Zeile nennt die Spalten: identity muss sein, name, evses und password dürfen fehlen. Passwörter, die nicht in der Datei stehen, werden vergeben. Ein Ladepunkt, den es schon gibt, bekommt den Namen aus der Datei.',
    start_one: '{{count}} Ladepunkt importieren',
    start_other: '{{count}} Ladepunkte importieren',
    done_one: '{{count}} Ladepunkt importiert',
    done_other: '{{count}} Ladepunkte importiert',
    passwords_one: 'Ein Passwort wurde vergeben. Speichern Sie es jetzt: Es kann nicht noch einmal angezeigt werden.',
    passwords_other:
      '{{count}} Passwörter wurden vergeben. Speichern Sie sie jetzt: Sie können nicht noch einmal angezeigt werden.',
    save: 'Passwörter als CSV speichern',
  },
  first: {
    title: 'Verbinden Sie den ersten Ladepunkt',
    text: 'Jeder Ladepunkt, der OCPP 1.6 oder 2.0.1 spricht, eignet sich.',
    add: 'Hier anlegen. Sie bekommen ein Passwort für ihn.',
    enter: 'Adresse, Kennung und Passwort im Ladepunkt eintragen, auf dessen eigener Webseite oder in der App.',
    enterHint: 'Die meisten Ladepunkte hängen ihre Kennung selbst an die Adresse an.',
    wait: 'Er erscheint hier, sobald er sich verbunden hat.',
    noCharger: 'Kein Ladepunkt zur Hand? Starten Sie welche, die es nur als Software gibt:',
  },
}
