type Network = {
  prefix: string
  chargers: number
  sessions: number
  metered: number
  weeks: number
  newestRecord: number
}

/** What a fleet system asks of a depot that is a year old, by name; every path finds something. */
export function depotQuestions(network: Network): Record<string, () => string> {
  const list = (query: () => string) => () => `/v2/transactions?limit=100${query()}`
  const charger = () => `chargerId=${network.prefix}-${1 + below(network.chargers)}`
  const metered = () => `${network.prefix}-${1 + below(network.metered)}`
  const series =
    (query: () => string, where = () => `${metered()}/connectors/${1 + below(2)}`) =>
    () =>
      `/v1/timeSeries/chargers/${where()}?${query()}`
  const reports = (query: () => string) => () =>
    `/v1/sessionReports?chargerId=${metered()}&connectorId=${1 + below(2)}${query()}`
  const { sessions } = network
  const deep = sessions / 100 - 1

  return {
    no_parameters: () => '/v2/transactions',
    by_id: () => `/v2/transactions/${network.newestRecord - below(sessions)}`,
    ...perOrder((by) => list(() => by)),
    ...perFilter((by) => list(() => `${windowOf(1)}&${by}`), 'day'),
    ...perFilter((by) => list(() => `${windowOf(30)}&${by}`), 'month'),
    ...perFilter((by) => list(() => `${windowOf(330)}&${by}`), 'year'),
    ...perFilter((by) => list(() => `${windowOf(30)}&orderBy=StartAt&order=asc&${by}`), 'month_by_start'),
    ...perFilter((by) => list(() => `${since()}&order=asc&${by}`), 'since'),
    ...perFilter((by) => list(() => `${until()}&${by}`), 'until'),
    charger: list(() => `&${charger()}`),
    charger_by_start: list(() => `&${charger()}&orderBy=StartAt`),
    charger_month: list(() => `&${charger()}${windowOf(30)}`),
    charger_deep: list(() => `&${charger()}&page=${sessions / network.chargers / 100 - 1}`),
    connector: list(() => `&connectorId=${1 + below(2)}`),
    connector_page_100: list(() => `&connectorId=${1 + below(2)}&page=100`),
    connector_page_4000: list(() => `&connectorId=${1 + below(2)}&page=4000`),
    charger_and_connector: list(() => `&${charger()}&connectorId=${1 + below(2)}`),
    vehicle: list(() => `&vehicleId=BUS-${1 + below(500)}`),
    vehicle_by_end: list(() => `&vehicleId=BUS-${1 + below(500)}&orderBy=EndAt&order=asc`),
    ...perPage((page) => list(() => page), [100, 5_000, deep], ''),
    ...perPage((page) => list(() => `${page}&order=asc`), [100, 5_000, deep], '_asc'),
    ...perPage((page) => list(() => `${page}&orderBy=StartAt`), [100, 5_000, deep], '_by_start'),
    ...perPage((page) => list(() => `${page}&orderBy=EndAt&order=asc`), [100, 5_000, deep], '_by_end'),
    series_power_day: series(() => `measurand=ActivePowerImport${dayOfWeek()}`),
    series_power_any_day: series(() => `measurand=ActivePowerImport${dayOf(network)}`),
    series_energy_day: series(() => `measurand=ActiveEnergyImport${dayOfWeek()}`),
    series_voltage_day: series(() => `measurand=Voltage&phase=L1${dayOfWeek()}`),
    series_rest_day: series(
      () => `measurand=Temperature${dayOfWeek()}`,
      () => `${network.prefix}-4`,
    ),
    series_day_before: series(() => 'measurand=ActivePowerImport'),
    series_charger_day: series(() => `measurand=ActivePowerImport${dayOfWeek()}`, metered),
    session_reports: reports(() => ''),
    session_reports_100: reports(() => '&limit=100'),
    session_reports_page_20: reports(() => '&limit=100&page=20'),
  }
}

const filters = ['StartAt', 'EndAt', 'InsertedAt', 'Overlapping']

function perFilter(question: (by: string) => () => string, name: string) {
  return Object.fromEntries(filters.map((by) => [`${by}_${name}`, question(`filterBy=${by}`)]))
}

function perOrder(question: (by: string) => () => string) {
  const orders = ['TransactionID', 'StartAt', 'EndAt'].flatMap((by) => [`${by}_asc`, `${by}_desc`])
  return Object.fromEntries(
    orders.map((name) => {
      const [by, order] = name.split('_')
      return [`order_${name}`, question(`&orderBy=${by}&order=${order}`)]
    }),
  )
}

function perPage(question: (page: string) => () => string, pages: readonly number[], name: string) {
  return Object.fromEntries(pages.map((page) => [`page_${page}${name}`, question(`&page=${page}`)]))
}

const dayMs = 86_400_000

function windowOf(days: number): string {
  const from = Date.now() - (360 - Math.random() * (358 - days)) * dayMs
  return `&from=${iso(from)}&to=${iso(from + days * dayMs)}`
}

function since(): string {
  return `&from=${iso(Date.now() - (2 + Math.random() * 350) * dayMs)}`
}

function until(): string {
  return `&to=${iso(Date.now() - (2 + Math.random() * 350) * dayMs)}`
}

/** One of the last few days, which lie in the memory of a machine that is asked for them. */
function dayOfWeek(): string {
  const from = Date.now() - (2 + below(5)) * dayMs
  return `&from=${iso(from)}&to=${iso(from + dayMs)}`
}

function dayOf({ weeks }: Network): string {
  const from = Date.now() - (10 + Math.random() * (weeks * 7 - 20)) * dayMs
  return `&from=${iso(from)}&to=${iso(from + dayMs)}`
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

function below(end: number): number {
  return Math.floor(Math.random() * end)
}
