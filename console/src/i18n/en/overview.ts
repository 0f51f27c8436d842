/** Texts of the overview. */
export const overview = {
  title: 'Overview',
  tiles: {
    online: 'Chargers online',
    of: 'of {{total}}',
    charging: 'Charging now',
    power: 'Power now',
    energy: 'Energy today',
    faults: 'Faulted',
    offline: 'Offline',
  },
  load: {
    title: 'Load of the site',
    power: 'Power',
    charging: 'Vehicles charging',
    span: 'Time shown',
    hours: { '1': '1 h', '6': '6 h', '24': '24 h', '168': '7 d' },
  },
  attention: {
    title: 'Needs attention',
    fine_one: 'Your charger is fine',
    fine_other: 'All {{count}} chargers are fine',
    fineText: 'No faults, and all are connected.',
    all_one: 'Show {{count}} charger',
    all_other: 'Show all {{count}}',
  },
  charging: {
    title: 'Charging now',
    none: 'No vehicle is charging',
    noneText: 'As soon as one does, its power and battery show up here.',
    connector: 'Connector {{number}}',
    all_one: 'Show {{count}} vehicle',
    all_other: 'Show all {{count}}',
  },
}
