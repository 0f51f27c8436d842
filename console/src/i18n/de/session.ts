import type { session as english } from '../en/session.ts'

export const session: typeof english = {
  back: 'Alle Ladevorgänge',
  title: 'Ladevorgang {{id}}',
  placeWithEvse: '{{charger}}, EVSE {{evse}}',
  headline: {
    pending: 'Wartet auf den Beginn an {{place}}.',
    active: 'Lädt an {{place}} seit {{duration}}: bisher {{energy}}.',
    activeUntimed: 'Lädt an {{place}}: bisher {{energy}}.',
    finished: '{{energy}} in {{duration}} an {{place}} geladen{{ending}}.',
    finishedUntimed: '{{energy}} an {{place}} geladen{{ending}}.',
    noEnergy: 'Keine Energie abgegeben an {{place}}{{ending}}.',
    energyUnknown: 'An {{place}} geladen, aber wie viel, ist nicht bekannt{{ending}}.',
    failed: 'An {{place}} kam kein Laden zustande{{ending}}.',
    expired: 'An {{place}} angekündigt, aber nie begonnen.',
    unknown: 'Was aus diesem Ladevorgang an {{place}} wurde, ist nicht bekannt.',
    endedBecause: '; beendet, weil {{because}}',
    endedWith: '; beendet mit dem Grund „{{reason}}“',
  },
  notFound: { title: 'Diesen Ladevorgang gibt es nicht', text: 'Vielleicht ist die Adresse falsch geschrieben.' },
  facts: {
    title: 'Angaben',
    charger: 'Ladepunkt',
    card: 'Ladekarte',
    vehicle: 'Fahrzeug',
    started: 'Beginn',
    ended: 'Ende',
    plugged: 'Eingesteckt',
    unplugged: 'Ausgesteckt',
    duration: 'Dauer',
    energy: 'Energie',
    soc: 'Batterie',
    power: 'Leistung jetzt',
    average: 'Mittlere Leistung',
    record: 'Belegnummer',
    recordLater: 'folgt mit dem Ende',
    wire: 'Kennung auf der Leitung',
    family: 'OCPP {{family}}',
    inserted: 'Veröffentlicht',
    closeDue: 'Schließt von selbst',
    lastMessage: 'Letzte Nachricht',
    noCard: 'es wurde keine Karte vorgehalten',
  },
  decision: {
    accepted: 'angenommen',
    blocked: 'abgelehnt: Die Karte ist gesperrt',
    expired: 'abgelehnt: Die Karte ist abgelaufen',
    unknown: 'abgelehnt: Die Karte ist nicht bekannt',
    concurrent: 'abgelehnt: Die Karte lädt anderswo',
  },
  method: {
    signed: 'aus den signierten Werten des Zählers',
    registers: 'aus den Zählerständen bei Beginn und Ende',
    'meter-start-stop': 'aus den Zählerständen der Start- und der Stopp-Nachricht',
    intervals: 'aus der Summe der Zählerintervalle',
    power: 'aus der Leistung über die Zeit berechnet',
    none: 'der Ladepunkt hat keine Zählerwerte gesendet',
    open: 'bisher, laut Zähler',
  },
  ending: {
    title: 'Warum er endete',
    by: {
      vehicle: 'Vom Fahrzeug oder durch Ausstecken beendet',
      driver: 'Am Ladepunkt vom Fahrer beendet',
      operator: 'Vom Betreiber beendet',
      charger: 'Vom Ladepunkt beendet',
      server: 'Vom Server abgeschlossen',
      unknown: 'Wer ihn beendet hat, ist nicht bekannt',
    },
    reported: 'gemeldet als „{{reason}}“',
    absent: 'Der Ladepunkt hat keinen Grund genannt.',
  },
  stop: {
    action: 'Laden beenden',
    title: 'Laden beenden?',
    text: 'Das Laden an {{place}} endet: bisher {{energy}}. Mit der Karte kann erneut gestartet werden.',
  },
  plot: {
    title: 'Verlauf',
    power: 'Leistung',
    energy: 'Energie',
    soc: 'Batterie',
    asTable: 'Als Tabelle zeigen',
    time: 'Zeit',
    none: 'Der Ladepunkt hat keine Zählerwerte gesendet, die sich zeichnen ließen.',
  },
  timeline: {
    title: 'Was geschah',
    none: 'Von seinem Verlauf ist nichts aufbewahrt.',
    kind: {
      authorized: 'Karte vorgehalten',
      plugged: 'Fahrzeug eingesteckt',
      started: 'Ladevorgang begonnen',
      charging: 'Ladezustand geändert',
      status: 'Status gemeldet',
      command: 'Befehl',
      connected: 'Ladepunkt verbunden',
      disconnected: 'Verbindung zum Ladepunkt verloren',
      quarantined: 'Eine Nachricht war nicht zu verstehen',
      flagged: 'Hinweis',
      ended: 'Laden beendet',
      unplugged: 'Fahrzeug ausgesteckt',
      published: 'Beleg veröffentlicht',
    },
    recordNo: 'Nummer {{recordNo}}',
    by: 'von {{who}}',
  },
  flags: { title: 'Hinweise' },
  flag: {
    adopted: {
      word: 'Lief schon',
      meaning: 'Er lief bereits, als der Server zuerst von ihm hörte; sein Beginn wurde nicht gemeldet.',
    },
    'before-registration': {
      word: 'Vor der Zulassung',
      meaning: 'Er begann, bevor der Ladepunkt sich angemeldet hatte und zugelassen war.',
    },
    'charger-restarted': {
      word: 'Ladepunkt neu gestartet',
      meaning: 'Der Ladepunkt ist währenddessen neu gestartet.',
    },
    clamped: {
      word: 'Zeit verschoben',
      meaning: 'Eine gemeldete Zeit lag zu weit daneben und wurde auf die nächste mögliche verschoben.',
    },
    'clock-corrected': {
      word: 'Uhr korrigiert',
      meaning: 'Die Uhr des Ladepunkts geht um ganze Stunden falsch, wie bei Ortszeit; seine Zeiten wurden korrigiert.',
    },
    'connection-taken-over': {
      word: 'Zweite Verbindung',
      meaning:
        'Eine zweite Verbindung mit derselben Kennung hat zwischendurch übernommen. Prüfen Sie, ob zwei Ladepunkte sie teilen.',
    },
    'end-missing': {
      word: 'Kein Zählerstand am Ende',
      meaning: 'Gezählt wird bis zum letzten Zählerstand; ein wenig Energie kann fehlen.',
    },
    'ends-before-start': {
      word: 'Ende vor Beginn',
      meaning: 'Nach den Zeiten des Ladepunkts liegt das Ende vor dem Beginn: Seine Uhr wurde verstellt.',
    },
    gaps: { word: 'Nachrichten fehlen', meaning: 'Nicht alle Nachrichten zwischen Beginn und Ende sind angekommen.' },
    'implausible-hold': {
      word: 'Energie zweifelhaft',
      meaning: 'Die Energie ist nicht plausibel. Vor einer Abrechnung sollte ein Mensch sie ansehen.',
    },
    joined: {
      word: 'Zusammengeführt',
      meaning:
        'Was zunächst für zwei Ladevorgänge gehalten wurde, war einer; dieser Teil wurde mit dem anderen zusammengeführt.',
    },
    'main-meter': {
      word: 'Werte von Anschluss 0',
      meaning:
        'Der Ladepunkt sendet seine Werte unter der Nummer des Hauptzählers; er hat nur einen Anschluss, also gehören sie zum Ladevorgang.',
    },
    'meter-rolled-back': {
      word: 'Zähler lief rückwärts',
      meaning: 'Der Zähler zeigte am Ende weniger als zu Beginn; andere Werte wurden verwendet.',
    },
    'missing-stop': {
      word: 'Ende nie gemeldet',
      meaning:
        'Der Ladepunkt hat nie ein Ende gemeldet, daher hat der Server ihn abgeschlossen. Ein spätes Ende würde noch übernommen.',
    },
    'cost-differs': {
      word: 'Der Ladepunkt kam auf einen anderen Preis',
      meaning: 'Sein Betrag und der dieses Servers unterscheiden sich. Der Betrag dieses Servers zählt.',
    },
    'orphan-stop': {
      word: 'Ende ohne Beginn',
      meaning: 'Es wurde ein Ende gemeldet, von dessen Beginn nie etwas zu hören war.',
    },
    'placeholder-start': {
      word: 'Kein echter Anfangsstand',
      meaning: 'Der Ladepunkt hat zu Beginn 0 als Zählerstand gesendet; der erste echte wurde verwendet.',
    },
    'seq-repeated': {
      word: 'Nummer doppelt',
      meaning: 'Zwei verschiedene Nachrichten trugen dieselbe Folgenummer; beide wurden übernommen.',
    },
    'start-incomplete': {
      word: 'Beginn nicht gemeldet',
      meaning: 'Der Beginn wurde nie gemeldet; er ist der ersten Nachricht entnommen.',
    },
    'start-missing': {
      word: 'Kein Zählerstand zu Beginn',
      meaning: 'Gezählt wird ab dem ersten Zählerstand; ein wenig Energie kann fehlen.',
    },
    'stop-differs': {
      word: 'Zwei verschiedene Enden',
      meaning: 'Das Ende wurde zweimal mit verschiedenem Inhalt gemeldet; das frühere gilt.',
    },
    'stopped-by-other-token': {
      word: 'Mit anderer Karte beendet',
      meaning: 'Er wurde mit einer Karte beendet, die ihn nicht gestartet hat und nicht zu ihrer Gruppe gehört.',
    },
    superseded: {
      word: 'Von einem anderen gefolgt',
      meaning: 'Am selben Platz begann ein anderer Ladevorgang, bevor das Ende dieses gemeldet war.',
    },
    'time-estimated': {
      word: 'Zeit geschätzt',
      meaning: 'Der Ladepunkt hat keine brauchbare Zeit genannt; genommen wurde die der Ankunft.',
    },
    'zero-register': {
      word: 'Zähler fiel auf 0',
      meaning: 'Der Zähler zeigte zwischendurch 0; diese Werte wurden nicht verwendet.',
    },
  },
  conversation: {
    title: 'Gespräch mit dem Ladepunkt',
    none: 'Von diesem Ladevorgang sind keine Nachrichten aufbewahrt.',
    incomplete: 'Ältere Nachrichten sind nicht mehr aufbewahrt.',
    label: 'Nachrichten dieses Ladevorgangs, älteste zuerst',
    export: 'JSON-Zeilen exportieren',
    shown_one: 'bisher {{count}} Nachricht',
    shown_other: 'bisher {{count}} Nachrichten',
    more: 'Weitere laden',
  },
  download: 'Rohdaten (JSON)',
}
