import type { accounts as english } from '../en/accounts.ts'

export const accounts: typeof english = {
  title: 'Benutzer',
  below: 'Personen, die sich an dieser Konsole anmelden dürfen.',
  add: 'Benutzer hinzufügen',
  column: {
    name: 'Name',
    role: 'Rolle',
    lastLogin: 'Letzte Anmeldung',
    secondFactor: 'Zweiter Faktor',
    status: 'Status',
    actions: 'Aktionen',
  },
  you: 'Sie',
  neverLoggedIn: 'noch nie',
  factorOn: 'Ein',
  factorOff: 'Aus',
  enabled: 'Aktiv',
  disabled: 'Abgeschaltet',
  mustChange: 'Erstes Passwort noch nicht geändert',
  actionsOf: 'Aktionen für {{name}}',
  roleText: {
    viewer: 'Sieht Ladepunkte, Ladevorgänge und Karten und ändert nichts.',
    operator:
      'Startet und beendet außerdem Ladevorgänge, sendet Befehle und legt Ladepunkte und Karten an, ändert und sperrt sie.',
    administrator:
      'Entfernt außerdem Ladepunkte und erneuert ihre Passwörter, verwaltet Benutzer, API-Clients und Einstellungen und liest das Protokoll.',
  },
  form: {
    addTitle: 'Benutzer hinzufügen',
    editTitle: '{{name}} bearbeiten',
    login: 'Anmeldename',
    loginHint: 'Meist die E-Mail-Adresse. Groß- und Kleinschreibung ist gleich.',
    name: 'Name',
    role: 'Rolle',
    next: 'Ein erstes Passwort wird erzeugt und danach ein einziges Mal angezeigt. Es muss bei der ersten Anmeldung geändert werden.',
  },
  rule: {
    loginMissing: 'Ein Anmeldename ist nötig',
    loginSigns: 'Nur Buchstaben, Ziffern und die Zeichen . @ _ + -; zuerst ein Buchstabe oder eine Ziffer',
    loginLong: 'Höchstens 100 Zeichen',
    nameMissing: 'Ein Name ist nötig',
    nameLong: 'Höchstens 100 Zeichen',
  },
  lastAdministrator:
    'Das ist der einzige aktive Administrator. Machen Sie zuerst jemand anderen zum Administrator; sonst könnte niemand mehr diese Installation verwalten.',
  yourself: 'Das sind Sie. Ihr eigenes Passwort und Ihren zweiten Faktor finden Sie in Ihrem Profil.',
  item: {
    edit: 'Bearbeiten',
    disable: 'Abschalten',
    enable: 'Wieder einschalten',
    newPassword: 'Neues Passwort',
    dropFactor: 'Zweiten Faktor wegnehmen',
  },
  disable: {
    title: '{{name}} abschalten?',
    text: 'Die Person wird auf allen Geräten abgemeldet und kann sich nicht mehr anmelden. Was sie getan hat, bleibt im Protokoll; Sie können das Konto jederzeit wieder einschalten.',
    action: 'Abschalten',
  },
  newPassword: {
    title: 'Neues Passwort für {{name}}?',
    text: 'Das alte Passwort gilt sofort nicht mehr, und die Person wird auf allen Geräten abgemeldet. Das neue muss bei der nächsten Anmeldung geändert werden.',
    action: 'Neues Passwort erzeugen',
  },
  dropFactor: {
    title: 'Zweiten Faktor von {{name}} wegnehmen?',
    text: 'Tun Sie das, wenn ein Telefon verloren ging. Vergewissern Sie sich, dass wirklich die Person selbst darum bittet: Danach genügt das Passwort allein. Einen neuen kann sie in ihrem Profil einrichten.',
    action: 'Wegnehmen',
  },
  secret: {
    title: 'Passwort von {{name}}',
    login: 'Anmeldename',
    password: 'Erstes Passwort',
    hint: 'Geben Sie es auf einem Weg weiter, den andere nicht mitlesen.',
  },
  done: {
    changed: '{{name}} geändert',
    disabled: '{{name}} kann sich nicht mehr anmelden',
    enabled: '{{name}} kann sich wieder anmelden',
    factorDropped: '{{name}} meldet sich nun ohne zweiten Faktor an',
  },
}
