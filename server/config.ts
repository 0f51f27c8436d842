import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { choice, file, flag, limit, list, networks, number, type Setting, text } from './setting.ts'

/** In days; 0 is for ever. What is stored or set takes their place. */
export const retentionDefaults = {
  messageLogDays: 30,
  statusReportDays: 400,
  linkChangeDays: 400,
  readingDays: 0,
  commandDays: 400,
  eventDays: 400,
  steeringDays: 90,
}
export const longestRetentionDays = 36_500

// Where everybody else comes in.
const ownPaths = /^\/(v1|v2|oauth2|docs|ocpp|files|meters|console|console-api|public-api|metrics|\.well-known)(\/|$)/i

/**
 * Every setting of the server. The environment is read by these and nowhere else; the parts get plain values.
 * `docs/settings.md` is made of this.
 */
export const settings = {
  http: {
    host: text<string | null>('VOLTYARD_HOST', {
      flag: 'host',
      default: null,
      defaultText: 'every address, IPv6 and IPv4',
      description: 'Address to listen on. Chargers must reach it.',
      allowed: 'an IP address or "localhost"',
      parse: (host) => (host === 'localhost' || isIP(host) ? host : undefined),
    }),
    port: number('VOLTYARD_PORT', {
      flag: 'port',
      default: 8080,
      min: 0,
      max: 65_535,
      description: 'Port of the console, the APIs and the chargers. 0 takes any free one.',
    }),
    basePath: text<string>('VOLTYARD_BASE_PATH', {
      default: '',
      defaultText: 'none',
      description: 'Path before all addresses of the server, for a proxy that passes it on.',
      allowed: 'a path such as "/charging", without a slash at its end',
      parse: (path) => (/^(\/[A-Za-z0-9._~-]+)+$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path) ? path : undefined),
    }),
    trustedProxies: networks('VOLTYARD_TRUSTED_PROXIES', {
      description: 'Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. Nobody else is.',
    }),
    metricsToken: text<string | null>('VOLTYARD_METRICS_TOKEN', {
      default: null,
      defaultText: 'none, everybody may read /metrics',
      secret: true,
      description: 'Bearer token that /metrics asks for.',
      allowed: '16 to 256 letters, digits and signs without blanks',
      parse: (token) => (/^[\x21-\x7e]{16,256}$/.test(token) ? token : undefined),
    }),
    drainSeconds: number('VOLTYARD_DRAIN_SECONDS', {
      default: 20,
      min: 0,
      max: 600,
      unit: 's',
      description: 'How long a stopping server waits for calls that are under way.',
    }),
  },
  data: {
    folder: text<string>('VOLTYARD_DATA', {
      flag: 'data',
      default: resolve('data'),
      defaultText: './data',
      description: 'Folder of the embedded database, the sealing key and the admin socket.',
      allowed: 'a folder',
      parse: (folder) => (folder.includes('\0') ? undefined : resolve(folder)),
    }),
    databaseUrl: text<string | null>('DATABASE_URL', {
      default: null,
      defaultText: 'none, the embedded database is used',
      secret: true,
      description: 'A PostgreSQL (15 or newer) of your own. A direct connection, not a transaction pooler.',
      allowed: 'an address such as "postgres://user:password@host:5432/database"',
      parse: (url) => (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url) ? url : undefined),
    }),
    sealingKey: text<Buffer | null>('VOLTYARD_SEALING_KEY', {
      default: null,
      defaultText: 'made once and kept in the data folder as `sealing.key`',
      secret: true,
      description:
        'Seals and hashes the secrets in the database. Without it the database is worth little: keep a copy.',
      allowed: '32 bytes as 64 hexadecimal digits or as base64',
      parse: parseKey,
    }),
  },
  log: {
    level: choice('VOLTYARD_LOG_LEVEL', {
      default: 'info',
      values: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      description: 'The least important events that are logged.',
    }),
  },
  ocpp: {
    autoProvision: choice('VOLTYARD_AUTO_PROVISION', {
      default: 'off',
      values: ['off', 'lab'],
      description:
        'With `lab`, unknown chargers are let in without a password, and the message rate of a charger and the connect and request rates of an address are lifted unless they are set. Never on a public network.',
    }),
    provisioning: choice('VOLTYARD_PROVISIONING', {
      default: 'automatic',
      values: ['automatic', 'off'],
      description:
        'Whether chargers are set up by the server when they come for the first time or with new firmware, and looked at every day. With `off`, only those that somebody asks for.',
    }),
    assume16: flag('VOLTYARD_ASSUME_OCPP16', {
      default: false,
      description: 'Chargers that name no OCPP version when they connect are taken to speak 1.6.',
    }),
    handshakeTimeoutSeconds: number('VOLTYARD_HANDSHAKE_TIMEOUT_SECONDS', {
      default: 5,
      min: 1,
      max: 60,
      unit: 's',
      description: 'Longest time for all checks before a charger is connected.',
    }),
    connectsPerAddressPerMinute: limit('VOLTYARD_CONNECTS_PER_ADDRESS_PER_MINUTE', {
      default: 6_000,
      min: 1,
      max: 1_000_000,
      unit: 'per minute',
      description: 'Connection attempts of one address. A whole depot may share one.',
    }),
    connectsPerIdentityPerMinute: limit('VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE', {
      default: 30,
      min: 1,
      max: 100_000,
      unit: 'per minute',
      description: 'Connection attempts under one charger identity from one address.',
    }),
    admissionsPerSecond: limit('VOLTYARD_ADMISSIONS_PER_SECOND', {
      default: 1_000,
      min: 1,
      max: 1_000_000,
      unit: 'per second',
      description: 'Chargers let in by this server once the burst is used up; others are asked to come back later.',
    }),
    admissionBurst: number('VOLTYARD_ADMISSION_BURST', {
      default: 5_000,
      min: 1,
      max: 1_000_000,
      description: 'Chargers let in at once after a quiet time.',
    }),
    maxMessageBytes: number('VOLTYARD_MAX_MESSAGE_BYTES', {
      default: 1_048_576,
      min: 16_384,
      max: 67_108_864,
      unit: 'bytes',
      description: 'Largest message of a charger; a longer one ends its connection.',
    }),
    pingIntervalSeconds: number('VOLTYARD_PING_INTERVAL_SECONDS', {
      default: 45,
      min: 5,
      max: 3_600,
      unit: 's',
      description: 'Time between two WebSocket pings, varied by up to a third.',
    }),
    missedPongs: number('VOLTYARD_MISSED_PONGS', {
      default: 2,
      min: 1,
      max: 20,
      description: 'Pings without any sign of life after which a connection is dead.',
    }),
    heartbeatIntervalSeconds: number('VOLTYARD_HEARTBEAT_INTERVAL_SECONDS', {
      default: 300,
      min: 10,
      max: 86_400,
      unit: 's',
      description: 'Heartbeat interval that booting chargers are told, varied by up to a tenth.',
    }),
    replaceLimit: number('VOLTYARD_REPLACE_LIMIT', {
      default: 5,
      min: 1,
      max: 1_000,
      description:
        'Times per minute that connections of one charger may replace each other before it is called a clash.',
    }),
    outboundPauseBytes: number('VOLTYARD_OUTBOUND_PAUSE_BYTES', {
      default: 262_144,
      min: 16_384,
      max: 67_108_864,
      unit: 'bytes',
      description: 'Unsent bytes for a charger at which no further calls are sent to it.',
    }),
    outboundCloseBytes: number('VOLTYARD_OUTBOUND_CLOSE_BYTES', {
      default: 4_194_304,
      min: 65_536,
      max: 268_435_456,
      unit: 'bytes',
      description: 'Unsent bytes for a charger at which its connection is closed.',
    }),
    outboundStallSeconds: number('VOLTYARD_OUTBOUND_STALL_SECONDS', {
      default: 60,
      min: 5,
      max: 3_600,
      unit: 's',
      description: 'Time without progress in sending to a charger after which its connection is closed.',
    }),
    waitingFrames: number('VOLTYARD_WAITING_FRAMES', {
      default: 8,
      min: 1,
      max: 1_000,
      description: 'Messages of one charger that may wait to be handled before reading from it pauses.',
    }),
    messagesPerSecond: limit('VOLTYARD_MESSAGES_PER_SECOND', {
      default: 20,
      min: 1,
      max: 100_000,
      unit: 'per second',
      description: 'Messages of one charger once the burst is used up; beyond them reading from it pauses.',
    }),
    messageBurst: number('VOLTYARD_MESSAGE_BURST', {
      default: 200,
      min: 1,
      max: 1_000_000,
      description: 'Messages of one charger that are read at once after a quiet time.',
    }),
  },
  tls: {
    port: limit('VOLTYARD_TLS_PORT', {
      default: null,
      defaultText: 'off',
      min: 0,
      max: 65_535,
      description: 'Port for chargers over TLS (security profiles 2 and 3). 0 takes any free one.',
    }),
    host: text<string | null>('VOLTYARD_TLS_HOST', {
      default: null,
      defaultText: 'that of VOLTYARD_HOST',
      description: 'Address to listen on for TLS.',
      allowed: 'an IP address or "localhost"',
      parse: (host) => (host === 'localhost' || isIP(host) ? host : undefined),
    }),
    names: list('VOLTYARD_TLS_NAMES', {
      defaultText: 'the name of the machine, localhost, 127.0.0.1 and ::1',
      description: 'Names and addresses that self-made certificates are for, the one that chargers use first.',
      allowed: 'a list of host names and addresses such as "ocpp.example.com, 203.0.113.7", separated by commas',
      isAllowed: (name) => isIP(name) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(name),
    }),
    ecdsaCertificate: file('VOLTYARD_TLS_ECDSA_CERTIFICATE', {
      description: 'PEM of an ECDSA certificate with its chain; without any of these files the server makes its own.',
    }),
    ecdsaKey: file('VOLTYARD_TLS_ECDSA_KEY', { description: 'PEM of the key of that certificate.' }),
    rsaCertificate: file('VOLTYARD_TLS_RSA_CERTIFICATE', {
      description: 'PEM of an RSA certificate with its chain, for chargers that know no ECDSA.',
    }),
    rsaKey: file('VOLTYARD_TLS_RSA_KEY', { description: 'PEM of the key of that certificate.' }),
    clientRoots: list('VOLTYARD_TLS_CLIENT_ROOTS', {
      description: 'PEM files of authorities whose client certificates are accepted beside our own.',
      allowed: 'a list of files, separated by commas',
      isAllowed: (path) => !path.includes('\0'),
    }),
    staticRsa: flag('VOLTYARD_TLS_STATIC_RSA', {
      default: true,
      description:
        'Offers the two suites without forward secrecy that OCPP demands. Turn it off if no charger needs them.',
    }),
    vehicleSuite: flag('VOLTYARD_TLS_VEHICLE_SUITE', {
      default: true,
      description:
        'Offers, after all others, the suite that VDV 261 demands of vehicles (ECDHE, AES-128 in CBC). Turn it off if no vehicle talks to this server.',
    }),
    revocation: choice('VOLTYARD_TLS_REVOCATION', {
      default: 'soft',
      values: ['off', 'soft', 'hard'],
      description:
        'Asks those who signed certificates of chargers outside whether they were revoked. When nobody answers, "soft" lets the charger in and "hard" does not.',
    }),
    checkOrganization: flag('VOLTYARD_TLS_CHECK_ORGANIZATION', {
      default: true,
      description: 'Certificates of chargers have to name their operator as organization.',
    }),
    certificateHeader: text<string | null>('VOLTYARD_CLIENT_CERTIFICATE_HEADER', {
      default: null,
      defaultText: 'none',
      description:
        'Header in which trusted proxies that end TLS pass on the client certificate; they must take it away from what clients send.',
      allowed: 'the name of a header such as "Client-Cert"',
      parse: (name) => (/^[A-Za-z][A-Za-z0-9-]{1,63}$/.test(name) ? name.toLowerCase() : undefined),
    }),
  },
  certificates: {
    chargerDays: number('VOLTYARD_CHARGER_CERTIFICATE_DAYS', {
      default: 365,
      min: 7,
      max: 3_650,
      unit: 'days',
      description: 'How long the certificates are good that our own authority signs for chargers.',
    }),
    authorityUrl: text<string | null>('VOLTYARD_CERTIFICATE_AUTHORITY_URL', {
      default: null,
      defaultText: 'none, the server signs by itself',
      description: 'A certificate authority elsewhere: gets signing requests as PEM by POST, answers with the chain.',
      allowed: 'an address that begins with "https://"',
      parse: (url) => (url.startsWith('https://') && URL.canParse(url) ? url : undefined),
    }),
    authorityToken: text<string | null>('VOLTYARD_CERTIFICATE_AUTHORITY_TOKEN', {
      default: null,
      defaultText: 'none',
      secret: true,
      description: 'Bearer token for that authority.',
      allowed: 'letters, digits and signs without blanks',
      parse: (token) => (/^[\x21-\x7e]{1,4096}$/.test(token) ? token : undefined),
    }),
    authorityRoot: file('VOLTYARD_CERTIFICATE_AUTHORITY_ROOT', {
      description: 'PEM of the root of the address of that authority, when it is not a well-known one.',
    }),
    authorityTimeoutSeconds: number('VOLTYARD_CERTIFICATE_AUTHORITY_TIMEOUT_SECONDS', {
      default: 20,
      min: 1,
      max: 300,
      unit: 's',
      description: 'Longest time to wait for that authority.',
    }),
    v2gAuthorityUrl: text<string | null>('VOLTYARD_V2G_AUTHORITY_URL', {
      default: null,
      defaultText: 'none, as for other certificates of chargers',
      description: 'Who signs the certificates that chargers show to vehicles (ISO 15118), asked in the same way.',
      allowed: 'an address that begins with "https://"',
      parse: (url) => (url.startsWith('https://') && URL.canParse(url) ? url : undefined),
    }),
    v2gAuthorityToken: text<string | null>('VOLTYARD_V2G_AUTHORITY_TOKEN', {
      default: null,
      defaultText: 'none',
      secret: true,
      description: 'Bearer token for that authority.',
      allowed: 'letters, digits and signs without blanks',
      parse: (token) => (/^[\x21-\x7e]{1,4096}$/.test(token) ? token : undefined),
    }),
    contractRoots: list('VOLTYARD_CONTRACT_ROOTS', {
      description:
        'PEM files of the roots, and what is signed by them, of contracts for Plug & Charge that are accepted.',
      allowed: 'a list of files, separated by commas',
      isAllowed: (path) => !path.includes('\0'),
    }),
    contractUnknownStatus: choice('VOLTYARD_CONTRACT_UNKNOWN_STATUS', {
      default: 'refuse',
      values: ['refuse', 'accept'],
      description: 'What becomes of a contract when nobody can be asked whether it was revoked.',
    }),
    contractProviderUrl: text<string | null>('VOLTYARD_CONTRACT_PROVIDER_URL', {
      default: null,
      defaultText: 'none, no contract is installed in vehicles',
      description: 'Who makes contract certificates for vehicles: gets their requests as JSON by POST.',
      allowed: 'an address that begins with "https://" or "http://"',
      parse: (url) => (/^https?:\/\//.test(url) && URL.canParse(url) ? url : undefined),
    }),
    contractProviderToken: text<string | null>('VOLTYARD_CONTRACT_PROVIDER_TOKEN', {
      default: null,
      defaultText: 'none',
      secret: true,
      description: 'Bearer token for that provider.',
      allowed: 'letters, digits and signs without blanks',
      parse: (token) => (/^[\x21-\x7e]{1,4096}$/.test(token) ? token : undefined),
    }),
  },
  depot: {
    rateLimit: {
      enabled: flag('VOLTYARD_DEPOT_RATE_LIMIT', {
        default: true,
        description: 'Whether the depot API limits the requests of an address.',
      }),
      max: number('VOLTYARD_DEPOT_RATE_LIMIT_MAX', {
        default: 100,
        min: 1,
        max: 1_000_000,
        description: 'Requests of one address in one window.',
      }),
      windowSeconds: number('VOLTYARD_DEPOT_RATE_LIMIT_WINDOW_SECONDS', {
        default: 300,
        min: 1,
        max: 86_400,
        unit: 's',
        description: 'Length of the moving window.',
      }),
      trustProxyHops: number('VOLTYARD_DEPOT_TRUST_PROXY_HOPS', {
        default: 0,
        min: 0,
        max: 10,
        description:
          'Proxies before the depot API: so many entries of X-Forwarded-For are believed, counted from its end. For proxies whose addresses you do not know; otherwise set VOLTYARD_TRUSTED_PROXIES.',
      }),
      allowNetworks: networks('VOLTYARD_DEPOT_RATE_LIMIT_ALLOW_NETWORKS', {
        description: 'Addresses that are not limited.',
      }),
    },
    nullUnknownSoc: flag('VOLTYARD_DEPOT_NULL_UNKNOWN_SOC', {
      default: false,
      description: 'Unknown states of charge are shown as null instead of 0.',
    }),
    rfidList: flag('VOLTYARD_DEPOT_RFID_LIST', {
      default: false,
      description: 'Tags can be listed and removed by the depot API.',
    }),
    vpp: {
      durationUnit: choice('VOLTYARD_VPP_DURATION_UNIT', {
        default: 'auto',
        values: ['auto', 'seconds', 'minutes', 'hours'],
        description: 'In what the durations of prices come. With `auto`, in that by which the blocks meet.',
      }),
      currency: text('VOLTYARD_VPP_CURRENCY', {
        default: 'EUR',
        allowed: 'three capital letters',
        parse: (given) => (/^[A-Z]{3}$/.test(given) ? given : undefined),
        description: 'Of prices that come by the depot API for a site that has no currency yet.',
      }),
    },
    vdv261: {
      driveoff: choice('VOLTYARD_VDV261_DRIVEOFF', {
        default: 'minutesOfDay',
        values: ['minutesOfDay', 'minutesUntilDeparture'],
        description:
          'How vehicles read the departure that they are told (VDV 261): as a time of day at their site, or as what is left. Ask their maker; it can be set for each vehicle.',
      }),
      path: text<string | null>('VOLTYARD_VDV261_PATH', {
        default: null,
        defaultText: 'none, only /vdv and /v1/vdv',
        description: 'Another path at which vehicles may come in (VDV 261), for those that were made for it.',
        allowed: 'a path such as "/v2icp/vdv", without a slash at its end, that this server does not have yet',
        parse: (path) =>
          /^(\/[A-Za-z0-9._~-]+)+$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path) && !ownPaths.test(path)
            ? path
            : undefined,
      }),
    },
  },
  platform: {
    requestsPerMinute: limit('VOLTYARD_PLATFORM_REQUESTS_PER_MINUTE', {
      default: 1_000,
      min: 1,
      max: 1_000_000,
      unit: 'per minute',
      description: 'Requests to the platform API with one token.',
    }),
    requestsPerDay: limit('VOLTYARD_PLATFORM_REQUESTS_PER_DAY', {
      default: 100_000,
      min: 1,
      max: 1_000_000_000,
      unit: 'per day',
      description: 'Requests to the platform API with one token.',
    }),
    actionSeconds: number('VOLTYARD_PLATFORM_ACTION_SECONDS', {
      default: 28,
      min: 1,
      max: 28,
      unit: 's',
      description: 'How long an action of the platform API waits for what the charger answers.',
    }),
  },
  console: {
    idleMinutes: number('VOLTYARD_CONSOLE_IDLE_MINUTES', {
      default: 60,
      min: 1,
      max: 1_440,
      unit: 'min',
      description: 'Time without a request after which a person must log in to the console again.',
    }),
    maxHours: number('VOLTYARD_CONSOLE_MAX_HOURS', {
      default: 12,
      min: 1,
      max: 720,
      unit: 'h',
      description: 'Time after which a person must log in to the console again in any case.',
    }),
    rateLimit: {
      enabled: flag('VOLTYARD_CONSOLE_RATE_LIMIT', {
        default: true,
        description: "Whether the console's requests are limited. Wrong passwords are always slowed down.",
      }),
      max: number('VOLTYARD_CONSOLE_RATE_LIMIT_MAX', {
        default: 3_000,
        min: 10,
        max: 1_000_000,
        description: 'Requests of one login in one window, and of all who are not logged in from one address.',
      }),
      windowSeconds: number('VOLTYARD_CONSOLE_RATE_LIMIT_WINDOW_SECONDS', {
        default: 60,
        min: 1,
        max: 86_400,
        unit: 's',
        description: 'Length of the moving window.',
      }),
    },
  },
  files: {
    publicUrl: text<string | null>('VOLTYARD_PUBLIC_URL', {
      default: null,
      defaultText: 'the address under which each charger has connected',
      description: 'Address under which chargers fetch firmware from this server and send logs to it.',
      allowed: 'an address such as "https://charge.example.com", without a slash at its end',
      parse: (url) => (/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?(?<!\/)$/.test(url) && URL.canParse(url) ? url : undefined),
    }),
    largestLogMegabytes: number('VOLTYARD_LARGEST_LOG_MB', {
      default: 64,
      min: 1,
      max: 1_024,
      unit: 'MB',
      description: 'Largest log that a charger may send.',
    }),
    keepLogDays: number('VOLTYARD_KEEP_CHARGER_LOGS_DAYS', {
      default: 180,
      min: 0,
      max: 36_500,
      unit: 'days',
      description: 'How long logs are kept that chargers have sent; 0 is for ever.',
    }),
    largestFirmwareMegabytes: number('VOLTYARD_LARGEST_FIRMWARE_MB', {
      default: 256,
      min: 1,
      max: 2_048,
      unit: 'MB',
      description: 'Largest firmware that may be registered.',
    }),
    unsignedFirmware: flag('VOLTYARD_UNSIGNED_FIRMWARE', {
      default: true,
      description: 'Chargers that know no signed firmware get it without its signature.',
    }),
    campaignSharePercent: number('VOLTYARD_CAMPAIGN_SHARE_PERCENT', {
      default: 50,
      min: 1,
      max: 100,
      unit: '%',
      description: 'Share of all chargers that a firmware campaign may take at once.',
    }),
    outsideNetworks: networks('VOLTYARD_OUTSIDE_ALLOW_NETWORKS', {
      description: 'Private networks that the server may call where people give it an address. All others are refused.',
    }),
  },
  weather: {
    url: text<string>('VOLTYARD_WEATHER_URL', {
      default: 'https://api.open-meteo.com',
      description:
        'Weather service with the interface of Open-Meteo. It is asked only for sites where somebody has turned that on, and is told where they are. The public one is free for non-commercial use only.',
      allowed: 'an address such as "https://weather.example.com", without a slash at its end',
      parse: (url) => (/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?(?<!\/)$/.test(url) && URL.canParse(url) ? url : undefined),
    }),
    key: text<string | null>('VOLTYARD_WEATHER_KEY', {
      default: null,
      defaultText: 'none',
      secret: true,
      description: 'Key for that service, for those who pay for it.',
      allowed: 'letters, digits and signs without blanks',
      parse: (key) => (/^[\x21-\x7e]{1,256}$/.test(key) ? key : undefined),
    }),
  },
  meters: {
    networks: networks('VOLTYARD_METER_NETWORKS', {
      description:
        'Private networks in which meters of circuits and their MQTT brokers may be. All others are refused, and this machine itself unless its own address is named.',
    }),
  },
  sessions: {
    gapGraceHours: number('VOLTYARD_GAP_GRACE_HOURS', {
      default: 72,
      min: 0,
      max: 2_160,
      unit: 'h',
      description: 'How long the server waits for missing messages of a session that has ended.',
    }),
    receiptUrl: text<string | null>('VOLTYARD_RECEIPT_URL', {
      default: null,
      defaultText: 'none',
      description: 'Where receipts of payments at chargers are shown, for chargers that leave receipts to the server.',
      allowed: 'an https address with {receipt} in it',
      parse: (url) => (url.length <= 1_900 && url.includes('{receipt}') && URL.canParse(url) ? url : undefined),
    }),
  },
  retention: {
    messageLogDays: days(
      'VOLTYARD_KEEP_MESSAGE_LOG_DAYS',
      retentionDefaults.messageLogDays,
      'Messages between chargers and server.',
    ),
    statusReportDays: days(
      'VOLTYARD_KEEP_STATUS_REPORTS_DAYS',
      retentionDefaults.statusReportDays,
      'Status history of the connectors.',
    ),
    linkChangeDays: days(
      'VOLTYARD_KEEP_LINK_CHANGES_DAYS',
      retentionDefaults.linkChangeDays,
      'History of connections and disconnections.',
    ),
    readingDays: days('VOLTYARD_KEEP_READINGS_DAYS', retentionDefaults.readingDays, 'Meter readings.'),
    commandDays: days(
      'VOLTYARD_KEEP_COMMANDS_DAYS',
      retentionDefaults.commandDays,
      'Commands to chargers, and the reports and updates that came of them.',
    ),
    eventDays: days('VOLTYARD_KEEP_EVENTS_DAYS', retentionDefaults.eventDays, 'Events that chargers told of.'),
    steeringDays: days(
      'VOLTYARD_KEEP_STEERING_DAYS',
      retentionDefaults.steeringDays,
      'Decisions of smart charging with all that they stood on, and what chargers were granted.',
    ),
  },
} as const

type ValuesOf<T> = { -readonly [K in keyof T]: T[K] extends Setting<infer V> ? V : ValuesOf<T[K]> }

export type Config = ValuesOf<typeof settings>

/** Every setting in the order of the schema. */
export function* eachSetting(group: object = settings): Generator<Setting<unknown>> {
  for (const member of Object.values(group)) {
    if (isSetting(member)) yield member
    else yield* eachSetting(member)
  }
}

export function isSetting(member: object): member is Setting<unknown> {
  return 'variable' in member
}

// Null when it is not set here: then what `voltyard retention` stored is taken, see retention-settings.ts.
function days(variable: string, standard: number, description: string): Setting<number | null> {
  const counted = number(variable, {
    default: standard,
    min: 0,
    max: longestRetentionDays,
    description: `How long is kept: ${description} 0 is for ever. Once set here, \`voltyard retention\` cannot change it.`,
  })
  return { ...counted, default: null, defaultText: `${standard} days` }
}

function parseKey(key: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(key)) return Buffer.from(key, 'hex')
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(key) ? Buffer.from(key, 'base64') : undefined
  return bytes?.length === 32 ? bytes : undefined
}
