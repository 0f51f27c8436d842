import type { templates as english } from '../en/templates.ts'

export const templates: typeof english = {
  title: 'Einrichtungsvorlagen',
  below:
    'Was der Server in einem Ladepunkt einstellt, wenn er sich zum ersten Mal verbindet, nach neuer Firmware und einmal am Tag.',
  add: 'Vorlage anlegen',
  own: 'Eigene Vorlage des Servers',
  ownText:
    'Für jeden Ladepunkt, zu dem keine andere Vorlage passt. Sie lässt sich nicht ändern; kopieren Sie sie für eine eigene.',
  for: 'Für {{chargers}}',
  forAll: 'Für jeden Ladepunkt',
  firmware: 'Firmware {{firmware}}',
  settings_one: '{{count}} Einstellung',
  settings_other: '{{count}} Einstellungen',
  priority: 'Rang {{priority}}',
  rule: {
    extendsDefault: 'dazu die Einstellungen des Servers',
    restartAllowed: 'darf den Ladepunkt neu starten',
    acceptWhenConfigured: 'lässt wartende Ladepunkte zu',
  },
  show: 'Einstellungen zeigen',
  hide: 'Einstellungen verbergen',
  measurands: 'Messwerte:',
  copy: 'Kopieren',
  edit: '{{name}} bearbeiten',
  copyOf: '{{name}} kopieren',
  removeOf: '{{name}} entfernen',
  form: {
    addTitle: 'Vorlage anlegen',
    editTitle: '{{name}} ändern',
    add: 'Vorlage anlegen',
    save: 'Speichern',
    name: 'Name',
    nameMissing: 'Geben Sie ihr einen Namen.',
    vendor: 'Hersteller',
    model: 'Modell',
    firmware: 'Firmware',
    priority: 'Rang',
    patternHint:
      'Ein Stern steht für Beliebiges: „ABB*“. Leer passt zu jedem Ladepunkt. Passen mehrere Vorlagen, gilt die mit dem höchsten Rang.',
    settings: 'Einstellungen',
    settingsHint:
      'Eine je Zeile: Component.Variable = Wert. Hinter einem Namen steht [Instanz], und vor einer Zeile „1.6:“ oder „2:“, wenn sie nur für diese OCPP-Generation gilt. Ein Schlüssel eines 1.6-Ladepunkts, den OCPP 2 nicht kennt, ist Custom16.Schlüssel.',
    wrongLine: 'Zeile {{line}} hat nicht die Form Component.Variable = Wert.',
    measurands: 'Messwerte',
    measurandsHint:
      'Was ein laufender Ladevorgang melden soll, durch Kommas getrennt. Was ein Ladepunkt nicht kennt, entfällt. Leer lässt es, wie es ist.',
    extendsDefault: 'Alles Übrige aus der Vorlage des Servers nehmen',
    extendsDefaultHint: 'Empfohlen: Dann muss hier nur stehen, was anders ist.',
    restartAllowed: 'Den Ladepunkt neu starten, wenn eine Einstellung es braucht',
    restartAllowedHint: 'Nur während niemand lädt.',
    acceptWhenConfigured: 'Einen wartenden Ladepunkt zulassen, sobald er eingerichtet ist',
    acceptWhenConfiguredHint: 'Für Ladepunkte, die nach dem ersten Kontakt auf ihre Zulassung warten.',
  },
  remove: {
    title: '{{name}} entfernen?',
    text: 'Ladepunkte behalten ihre Einstellungen. Bei der nächsten Prüfung gilt für sie die Vorlage, die dann zu ihnen passt.',
    action: 'Entfernen',
  },
  reach: {
    nobody: 'Kein Ladepunkt wird dadurch anders eingerichtet.',
    chargers_one:
      '{{count}} von {{of}} Ladepunkten wird bei der nächsten Prüfung anders eingerichtet, innerhalb eines Tages',
    chargers_other:
      '{{count}} von {{of}} Ladepunkten werden bei der nächsten Prüfung anders eingerichtet, innerhalb eines Tages',
    charging_one: '{{count}} davon lädt jetzt. Seine Einstellungen können sich währenddessen ändern.',
    charging_other: '{{count}} davon laden jetzt. Ihre Einstellungen können sich währenddessen ändern.',
    restart: 'Sie können dafür neu starten, während niemand lädt.',
    agree_one: 'Ja, dieser {{count}} Ladepunkt',
    agree_other: 'Ja, alle {{count}} Ladepunkte',
    missing: 'Sagen Sie, dass Sie alle meinen. Um mit wenigen zu beginnen, nennen Sie Modell oder Firmware genauer.',
    removes_one: '{{count}} Ladepunkt wird dadurch anders eingerichtet.',
    removes_other: '{{count}} Ladepunkte werden dadurch anders eingerichtet.',
  },
  done: {
    added: '{{name}} wurde angelegt.',
    changed: '{{name}} wurde geändert.',
    removed: '{{name}} wurde entfernt.',
  },
}
