import { validateVatNumber } from '#core/payments/vat-number.ts'
import type { Handler } from '../handle.ts'

export const vatNumberValidation: Handler<'VatNumberValidation'> = async (_ctx, _charger, { vatNumber, evseId }) => {
  const { isAccepted, why, company } = await validateVatNumber(vatNumber)
  return {
    vatNumber,
    status: isAccepted ? 'Accepted' : 'Rejected',
    ...(evseId === undefined ? {} : { evseId }), // C18.FR.10
    ...(why === null ? {} : { statusInfo: { reasonCode: reasonCodes[why] ?? 'InvalidValue', additionalInfo: why } }),
    ...(company === null
      ? {}
      : {
          company: {
            ...{ name: company.name, address1: company.address1, city: company.city, country: company.country },
            ...(company.address2 === null ? {} : { address2: company.address2 }),
            ...(company.postalCode === null ? {} : { postalCode: company.postalCode }),
          },
        }),
  }
}

const reasonCodes: Record<string, string> = { malformed: 'FormatViolation', 'unknown-country': 'NotSupported' }
