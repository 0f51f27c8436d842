/** The name of the sentence that says what is wrong with a client's name, or null. */
export function nameFault(name: string): 'nameMissing' | 'nameLong' | null {
  if (name.trim() === '') return 'nameMissing'
  return name.trim().length > 100 ? 'nameLong' : null
}

export const packages = ['basic', 'advanced', 'premium'] as const

/** What a package lets a program call; each has all of the one before. */
export function grantsOf(chosen: (typeof packages)[number]): string[] {
  return packages.slice(0, packages.indexOf(chosen) + 1).flatMap((one) => grantsMore[one])
}

const grantsMore = {
  basic: ['chargerStatus', 'transactions', 'sessionReports', 'timeSeries', 'forceTermination'],
  advanced: ['rfid', 'remoteCommands', 'reservations'],
  premium: ['chargerControl', 'vpp', 'vdv261'],
}
