/** How far the chargers are with the roots of the installation. */
export type Progress = {
  generations: {
    generation: number
    standing: 'next' | 'current' | 'former'
    roots: { algorithm: string; notAfter: string; chargers: number; signedFor: number }[]
  }[]
  chargers: number
  waiting: number | null
}

/** For people: a line for each root, and one for whom is waited. */
export function progressText({ generations, chargers, waiting }: Progress): string {
  const lines = generations.flatMap(({ generation, standing, roots }) =>
    roots.map(
      ({ algorithm, notAfter, chargers: have, signedFor }) =>
        `Generation ${generation}, ${algorithm.toUpperCase()}: ${words[standing]}, ends ${notAfter.slice(0, 10)}; ` +
        `in ${have} of ${chargers} chargers, has signed for ${signedFor}.`,
    ),
  )
  if (waiting === null) return lines.join('\n')
  const says =
    waiting === 0 ? 'No charger is waited for: the next generation may sign.' : `${waiting} chargers are waited for.`
  return [...lines, says].join('\n')
}

const words = { next: 'signs next', current: 'signs now', former: 'signs no more and is trusted' }
