import { useMediaQuery } from '@mantine/hooks'

/** Whether the overview hangs on a wall: a screen wide enough for everything at once. */
export function useIsWall(): boolean {
  return useMediaQuery('(min-width: 112em)') ?? false
}
