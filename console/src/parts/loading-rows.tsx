import { Skeleton, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface LoadingRowsProps {
  rows?: number
  /** In pixels. */
  height?: number
}

/** Where a list is going to be. */
export function LoadingRows({ rows = 8, height = 36 }: LoadingRowsProps) {
  const { t } = useTranslation()
  return (
    <div role="status">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content are only told apart by their place
        <Skeleton key={row} height={height} mb={8} style={{ opacity: 1 - row / (rows + 2) }} />
      ))}
    </div>
  )
}
