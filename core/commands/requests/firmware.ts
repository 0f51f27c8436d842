/** What is asked of a charger about its firmware and its logs (OCPP 2.x blocks L and N01; the 1.6 security extension). */
export type FirmwareRequest =
  | ({
      kind: 'update-firmware'
      requestId: number
      source: FirmwareSource
      /** Not fetched before this; at once without it. */
      retrieveAt: string | null
      /** Not installed before this; as soon as it is there without it. */
      installAt: string | null
      signing: FirmwareSigning | null
      /** The version that the charger says when it is done: proof, whatever else it says (J-01). */
      version: string | null
      /** In the words for firmware that nobody has signed, for chargers that know no others (J-04, 1.6). */
      unsigned: boolean
    } & Retries)
  /** Lets a local controller fetch firmware for the chargers behind it (2.x, L03). */
  | ({ kind: 'publish-firmware'; requestId: number; source: FirmwareSource; checksum: string } & Retries)
  | { kind: 'unpublish-firmware'; checksum: string }
  | ({
      kind: 'get-log'
      log: LogKind
      requestId: number
      from: string | null
      to: string | null
      /** Where the charger sends it; to ourselves without it. */
      target: string | null
      /** In the words of plain 1.6, for chargers that know no others. */
      plain: boolean
    } & Retries)

/** Null leaves it to the charger. */
export type Retries = { retries: number | null; retryIntervalSeconds: number | null }

/** A firmware that was registered, by its number, or an address that somebody gives. */
export type FirmwareSource = { firmware: number } | { url: string }

/** A signing certificate as PEM, and the signature of the file as base64. */
export type FirmwareSigning = { certificate: string; signature: string }

export type LogKind = 'diagnostics' | 'security'
