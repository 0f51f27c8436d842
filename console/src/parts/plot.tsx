import { Skeleton } from '@mantine/core'
import { type ComponentProps, lazy, Suspense } from 'react'
import { loadPart } from '../api/load-part.ts'
import type PlotCanvas from './plot-canvas.tsx'

export type { PlotSeries } from './plot-canvas.tsx'

// Begun when a page with a plot is loaded, not only when its values have come.
const loaded = loadPart(() => import('./plot-canvas.tsx'))
// Told when it is shown; until then nobody has asked.
loaded.catch(() => {})
const Canvas = lazy(() => loaded)

/** Curves over time; see `plot-canvas.tsx`. The drawing code is loaded when the first plot is shown. */
export function Plot(props: ComponentProps<typeof PlotCanvas>) {
  return (
    <Suspense fallback={<Skeleton height={(props.height ?? 220) + 28} />}>
      <Canvas {...props} />
    </Suspense>
  )
}
