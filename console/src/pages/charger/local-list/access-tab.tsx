import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { ReservationSection } from '../../reservations/reservation-section.tsx'
import { CacheSection } from './cache-section.tsx'
import { CustomerSection } from './customer-section.tsx'
import classes from './local-list.module.css'
import { LocalListSection } from './local-list.tsx'

/** For whom a charger is kept free, whom it lets charge while it cannot ask, and what it keeps of people. */
export function AccessTab({ detail }: { detail: ChargerDetail }) {
  return (
    <div className={classes.access}>
      <ReservationSection charger={detail.row} />
      <LocalListSection detail={detail} />
      <CacheSection detail={detail} />
      <CustomerSection detail={detail} />
    </div>
  )
}
