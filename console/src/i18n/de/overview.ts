import type { overview as english } from '../en/overview.ts'

export const overview: typeof english = {
  title: 'Übersicht',
  tiles: {
    online: 'Ladepunkte online',
    of: 'von {{total}}',
    charging: 'Lädt gerade',
    power: 'Leistung jetzt',
    energy: 'Energie heute',
    faults: 'Störungen',
    offline: 'Offline',
  },
  load: {
    title: 'Last am Standort',
    power: 'Leistung',
    charging: 'Ladende Fahrzeuge',
    span: 'Gezeigte Zeit',
    hours: { '1': '1 h', '6': '6 h', '24': '24 h', '168': '7 T' },
  },
  attention: {
    title: 'Braucht Aufmerksamkeit',
    fine_one: 'Ihr Ladepunkt ist in Ordnung',
    fine_other: 'Alle {{count}} Ladepunkte sind in Ordnung',
    fineText: 'Keine Störungen, und alle sind verbunden.',
    all_one: '{{count}} Ladepunkt zeigen',
    all_other: 'Alle {{count}} zeigen',
  },
  charging: {
    title: 'Lädt gerade',
    none: 'Gerade lädt kein Fahrzeug',
    noneText: 'Sobald eines lädt, stehen hier Leistung und Batteriestand.',
    connector: 'Anschluss {{number}}',
    all_one: '{{count}} Fahrzeug zeigen',
    all_other: 'Alle {{count}} zeigen',
  },
}
