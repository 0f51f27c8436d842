/** What is wrong with a VAT number: nothing, its form, its check digits; or its country is none that we know. */
export type VatNumberCheck = 'good' | 'malformed' | 'wrong-check-digits' | 'unknown-country'

/** Whoever can say to whom a VAT number belongs, such as a registry. Null when it does not answer in time. */
export type VatDirectory = {
  find(vatNumber: string): Promise<{ isRegistered: boolean; company: VatCompany | null } | null>
}

export type VatCompany = {
  name: string
  address1: string
  address2: string | null
  city: string
  postalCode: string | null
  country: string
}

export type ValidatedVatNumber = { isAccepted: boolean; why: string | null; company: VatCompany | null }

/**
 * Checks a VAT number: by its form and check digits, and with a directory by what that knows of it. Without an answer
 * of the directory, the form counts.
 */
export async function validateVatNumber(
  vatNumber: string,
  directory: VatDirectory | null = null,
): Promise<ValidatedVatNumber> {
  const check = checkVatNumber(vatNumber)
  if (check !== 'good') return { isAccepted: false, why: check, company: null }
  const found = (await directory?.find(plainNumber(vatNumber))) ?? null
  if (found === null) return { isAccepted: true, why: null, company: null }
  return { isAccepted: found.isRegistered, why: found.isRegistered ? null : 'not-registered', company: found.company }
}

/** Blanks, dots and dashes are for people. */
export function checkVatNumber(text: string): VatNumberCheck {
  const plain = plainNumber(text)
  const rule = rules[plain.slice(0, plain.startsWith('CHE') ? 3 : 2)]
  if (!rule) return /^[A-Z]{2}/.test(plain) ? 'unknown-country' : 'malformed'
  const found = rule.form.exec(plain.slice(plain.startsWith('CHE') ? 3 : 2))
  if (!found) return 'malformed'
  return rule.check === undefined || rule.check(found[1] ?? found[0]) ? 'good' : 'wrong-check-digits'
}

function plainNumber(text: string): string {
  return text.replaceAll(/[\s.-]/g, '').toUpperCase()
}

type Rule = { form: RegExp; check?: (digits: string) => boolean }

const rules: Record<string, Rule> = {
  AT: { form: /^U(\d{8})$/, check: austrian },
  BE: { form: /^[01]\d{9}$/, check: (digits) => 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8)) },
  BG: { form: /^\d{9,10}$/ },
  CHE: { form: /^(\d{9})(?:MWST|TVA|IVA)?$/, check: (digits) => weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4], 11) },
  CY: { form: /^\d{8}[A-Z]$/ },
  CZ: { form: /^\d{8,10}$/ },
  DE: { form: /^[1-9]\d{8}$/, check: mod11and10 },
  DK: { form: /^[1-9]\d{7}$/, check: (digits) => sumOf(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  EE: {
    form: /^\d{9}$/,
    check: (digits) => (10 - (sumOf(digits, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10 === last(digits),
  },
  EL: { form: /^\d{9}$/ },
  ES: { form: /^[A-Z0-9]\d{7}[A-Z0-9]$/ },
  FI: { form: /^\d{8}$/, check: (digits) => weighted(digits, [7, 9, 10, 5, 8, 4, 2], 11) },
  FR: { form: /^[A-HJ-NP-Z0-9]{2}\d{9}$/, check: french },
  GB: { form: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/ },
  HR: { form: /^\d{11}$/, check: mod11and10 },
  HU: { form: /^\d{8}$/, check: (digits) => (10 - (sumOf(digits, [9, 7, 3, 1, 9, 7, 3]) % 10)) % 10 === last(digits) },
  IE: { form: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/ },
  IT: { form: /^\d{11}$/, check: luhn },
  LT: { form: /^(?:\d{9}|\d{12})$/ },
  LU: { form: /^\d{8}$/, check: (digits) => Number(digits.slice(0, 6)) % 89 === Number(digits.slice(6)) },
  LV: { form: /^\d{11}$/ },
  MT: { form: /^\d{8}$/, check: (digits) => 37 - (sumOf(digits, [3, 4, 6, 7, 8, 9]) % 37) === Number(digits.slice(6)) },
  NL: { form: /^\d{9}B\d{2}$/, check: dutch },
  NO: { form: /^(\d{9})(?:MVA)?$/, check: (digits) => weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2], 11) },
  PL: { form: /^\d{10}$/, check: (digits) => sumOf(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(digits) },
  PT: { form: /^[1-9]\d{8}$/, check: portuguese },
  RO: { form: /^\d{2,10}$/ },
  SE: { form: /^(\d{10})01$/, check: luhn },
  SI: { form: /^[1-9]\d{7}$/, check: (digits) => weighted(digits, [8, 7, 6, 5, 4, 3, 2], 11, { tenIs: 0 }) },
  SK: { form: /^\d{10}$/, check: (digits) => Number(digits) % 11 === 0 },
}

function sumOf(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0)
}

function last(digits: string): number {
  return Number(digits.at(-1))
}

/** The last digit is what the weighted sum lacks to a multiple; 10 does not occur, unless it counts as another digit. */
function weighted(digits: string, weights: readonly number[], modulus: number, { tenIs = -1 } = {}): boolean {
  const rest = (modulus - (sumOf(digits, weights) % modulus)) % modulus
  return (rest === 10 ? tenIs : rest) === last(digits)
}

// ISO 7064, modulus 11 and 10.
function mod11and10(digits: string): boolean {
  let product = 10
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (2 * sum) % 11
  }
  return (11 - product) % 10 === last(digits)
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

function austrian(digits: string): boolean {
  const sum = [...digits.slice(0, 7)].reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 4)
  return (10 - (sum % 10)) % 10 === last(digits)
}

// Newer keys have letters, which nobody outside can check.
function french(text: string): boolean {
  const siren = text.slice(2)
  if (siren !== '356000000' && !luhn(siren)) return false
  return !/^\d{2}/.test(text) || (12 + 3 * (Number(siren) % 97)) % 97 === Number(text.slice(0, 2))
}

/** Companies by the eleven test, sole traders by the remainder of 97 over the whole number. */
function dutch(text: string): boolean {
  const digits = text.slice(0, 9)
  if (sumOf(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === last(digits)) return true
  const asDigits = [...`NL${text}`].map((char) => (/\d/.test(char) ? char : String(char.charCodeAt(0) - 55))).join('')
  return BigInt(asDigits) % 97n === 1n
}

function portuguese(digits: string): boolean {
  const rest = 11 - (sumOf(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
  return (rest > 9 ? 0 : rest) === last(digits)
}
