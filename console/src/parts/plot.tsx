import { Skeleton } from '@mantine/core'
import { type ComponentProps, lazy, Suspense } from 'react'
import type PlotCanvas from './plot-canvas.tsx'

export type { PlotSeries } from './plot-canvas.tsx'

const Canvas = lazy(() => import('./plot-canvas.tsx'))

/** Curves over time; see `plot-canvas.tsx`. The drawing code is loaded when the first plot is shown. */
export function Plot(props: ComponentProps<typeof PlotCanvas>) {
  return (
    <Suspense fallback={<Skeleton height={(props.height ?? 220) + 28} />}>
      <Canvas {...props} />
    </Suspense>
  )
}
