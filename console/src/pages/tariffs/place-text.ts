import type { TFunction } from 'i18next'
import type { TariffAssignment } from '../../../../api/console/wire/tariffs.ts'

/** Where an assignment holds: `CP-1, EVSE 2`. */
export function placeText(
  t: TFunction<'tariffs'>,
  { place, charger, evse, card }: Pick<TariffAssignment, 'place' | 'charger' | 'evse' | 'card'>,
): string {
  switch (place) {
    case 'tenant':
      return t('place.tenant')
    case 'charger':
      return t('place.charger', { charger })
    case 'evse':
      return t('place.evse', { charger, evse })
    case 'token':
      return t('place.token', { card })
  }
}
