import { Skeleton } from '@mantine/core'
import { type ComponentProps, lazy, Suspense } from 'react'
import type PlotCanvas from './plot-canvas.tsx'

export type { PlotSeries } from './plot-canvas.tsx'

// Begun when a page with a plot is loaded, not only when its values have come.
const loaded = import('./plot-canvas.tsx')
const Canvas = lazy(() => loaded)

/** Curves over time; see `plot-canvas.tsx`. The drawing code is loaded when the first plot is shown. */
export function Plot(props: ComponentProps<typeof PlotCanvas>) {
  return (
    <Suspense fallback={<Skeleton height={(props.height ?? 220) + 28} />}>
      <Canvas {...props} />
    </Suspense>
  )
}
