import { currentLanguage } from './language.ts'

/**
 * What the server says in English of a file's lines and of links to others, in the person's language. A sentence that
 * this console does not know stays as it is.
 */
export function serverWords(said: string): string {
  return currentLanguage() === 'de' ? inGerman(said) : said
}

export function inGerman(said: string): string {
  for (const [pattern, german] of sentences) {
    const found = pattern.exec(said)
    if (found) return german.replace(/\$(\d)/g, (_, place: string) => found[Number(place)] ?? '')
  }
  return said
}

const sentences: [RegExp, string][] = [
  // Lines of imported tables
  [/^This is no number\.$/, 'Das ist keine Zahl.'],
  [/^This is the same as in line (\d+)\.$/, 'Dasselbe steht in Zeile $1.'],
  [/^The line has (\d+) cells; the first line names (\d+) columns\.$/, 'Die Zeile hat $1 Felder; die erste nennt $2.'],
  [/^A vehicle is known by 1 to 100 characters\.$/, 'Ein Fahrzeug heißt mit 1 bis 100 Zeichen.'],
  [/^A name has 1 to (\d+)(?: printable)? characters\.$/, 'Ein Name hat 1 bis $1 Zeichen.'],
  [/^A VIN has 17 letters and digits\.$/, 'Eine FIN hat 17 Buchstaben und Ziffern.'],
  [/^Vehicle '(.+)' has this VIN\.$/, 'Das Fahrzeug $1 hat diese FIN.'],
  [/^A battery has up to 10 MWh\.$/, 'Eine Batterie hat höchstens 10 MWh.'],
  [/^A current is above 0 and up to 1000 A\.$/, 'Ein Strom liegt über 0 und bei höchstens 1000 A.'],
  [/^A power is above 0 and up to 10 MW\.$/, 'Eine Leistung liegt über 0 und bei höchstens 10 MW.'],
  [/^Phases are 1, 2 or 3\.$/, 'Phasen sind 1, 2 oder 3.'],
  [/^A class is a whole number\.$/, 'Ein Vorrang ist eine ganze Zahl.'],
  [/^A type is one of (.+)\.$/, 'Ein Typ ist $1.'],
  [
    /^A status is active or blocked; an expired card has a valid_until that is past\.$/,
    'Ein Status ist active oder blocked; eine abgelaufene Karte hat ein vergangenes valid_until.',
  ],
  [
    /^This is no moment with its offset, such as (\S+)\.$/,
    'Das ist kein Zeitpunkt mit seiner Abweichung von UTC, etwa $1.',
  ],
  [/^A card’s uid has 1 to (\d+) visible characters\.$/, 'Die Nummer einer Karte hat 1 bis $1 sichtbare Zeichen.'],
  [/^A charger needs an identity\.$/, 'Ein Ladepunkt braucht eine Kennung.'],
  [/^An identity has at most (\d+) characters\.$/, 'Eine Kennung hat höchstens $1 Zeichen.'],
  [/^An identity consists of printable ASCII characters\.$/, 'Eine Kennung besteht aus druckbaren ASCII-Zeichen.'],
  [/^An identity contains neither "\/" nor ":"\.$/, 'Eine Kennung enthält weder „/“ noch „:“.'],
  [
    /^An identity neither begins nor ends with a blank\.$/,
    'Eine Kennung beginnt und endet nicht mit einem Leerzeichen.',
  ],
  [/^An identity is not "\." or "\.\."\.$/, 'Eine Kennung ist nicht „.“ oder „..“.'],
  [/^A charger has 1 to 100 EVSEs\.$/, 'Ein Ladepunkt hat 1 bis 100 EVSEs.'],
  [/^This is no time zone such as (\S+)\.$/, 'Das ist keine Zeitzone, etwa $1.'],
  [/^A security profile is 1, 2 or 3\.$/, 'Ein Sicherheitsprofil ist 1, 2 oder 3.'],
  [/^A new charger needs profile 1, 2 or 3\.$/, 'Ein neuer Ladepunkt braucht das Profil 1, 2 oder 3.'],
  [
    /^This charger exists already, with (\d+) EVSEs; an import changes names only\.$/,
    'Diesen Ladepunkt gibt es schon, mit $1 EVSEs; ein Import ändert nur Namen.',
  ],
  [
    /^This charger exists already, with another time zone; an import changes names only\.$/,
    'Diesen Ladepunkt gibt es schon, mit anderer Zeitzone; ein Import ändert nur Namen.',
  ],
  [
    /^This charger exists already, with another security profile; an import changes names only\.$/,
    'Diesen Ladepunkt gibt es schon, mit anderem Sicherheitsprofil; ein Import ändert nur Namen.',
  ],
  [
    /^This charger exists already, with another password; an import changes names only\.$/,
    'Diesen Ladepunkt gibt es schon, mit anderem Passwort; ein Import ändert nur Namen.',
  ],
  [/^A password has at least (\d+) characters\.$/, 'Ein Passwort hat mindestens $1 Zeichen.'],
  [/^A password has at most (\d+) bytes\.$/, 'Ein Passwort hat höchstens $1 Bytes.'],
  [/^A password contains no control characters\.$/, 'Ein Passwort enthält keine Steuerzeichen.'],
  [/^The password equals the identity of the charger\.$/, 'Das Passwort gleicht der Kennung des Ladepunkts.'],
  [
    /^The password is little more than the identity of the charger\.$/,
    'Das Passwort ist kaum mehr als die Kennung des Ladepunkts.',
  ],
  [
    /^This password is known to everybody: choose another, or none to have one made\.$/,
    'Dieses Passwort kennt jeder: Wählen Sie ein anderes, oder keines, dann wird eines erzeugt.',
  ],
  // Links to others
  [/^It could not be reached\.$/, 'Nicht erreichbar.'],
  [/^There was no answer in time\.$/, 'Es kam rechtzeitig keine Antwort.'],
  [/^What lies there is too large\.$/, 'Was dort liegt, ist zu groß.'],
  [/^The address is not one outside\.$/, 'Die Adresse liegt im eigenen Netz und darf nicht aufgerufen werden.'],
  [/^The address must begin with https or http\.$/, 'Die Adresse muss mit https oder http beginnen.'],
  [/^The address must not have a password in it\.$/, 'In der Adresse darf kein Passwort stehen.'],
  [/^the login was answered with (\d+)$/, 'Die Anmeldung wurde mit $1 beantwortet.'],
  [/^the events were answered with (\d+)$/, 'Die Frage nach Ereignissen wurde mit $1 beantwortet.'],
  [/^there are more than (\d+) events$/, 'Es gibt mehr als $1 Ereignisse.'],
  [/^the (\w+) are not JSON$/, 'Die Antwort ist kein JSON.'],
  [/^the (\w+) are not as OpenADR 3 says$/, 'Die Antwort ist nicht, wie OpenADR 3 es verlangt.'],
  [/^The weather service was asked too often\.$/, 'Der Wetterdienst wurde zu oft gefragt.'],
  [/^The weather service answered with (\d+)\.$/, 'Der Wetterdienst hat mit $1 geantwortet.'],
  [/^The weather service did not answer in JSON\.$/, 'Der Wetterdienst hat nicht in JSON geantwortet.'],
  [/^The weather service told no temperature\.$/, 'Der Wetterdienst hat keine Temperatur genannt.'],
  [/^The weather service does not speak of degrees Celsius\.$/, 'Der Wetterdienst spricht nicht von Grad Celsius.'],
  [
    /^The weather service speaks of a temperature beyond (\S+) to (\S+) °C\.$/,
    'Der Wetterdienst nennt eine Temperatur außerhalb von $1 bis $2 °C.',
  ],
  [/^The weather service speaks of another time\.$/, 'Der Wetterdienst spricht von einer anderen Zeit.'],
  [/^a fault of ours; the log says more$/, 'Ein Fehler bei uns; mehr steht im Log.'],
]
