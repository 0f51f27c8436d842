import { Skeleton } from '@mantine/core'
import { LoadingRows } from '../parts/loading-rows.tsx'

/** While a page is being loaded. */
export function PagePending() {
  return (
    <>
      <Skeleton height={30} width={220} mb="lg" />
      <LoadingRows rows={6} />
    </>
  )
}
