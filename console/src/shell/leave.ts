import { queryClient } from '../api/query-client.ts'
import { forgetBoard } from '../live/board.ts'
import { live } from '../live/live.ts'

/** Forgets everything of the person who was logged in. */
export function leave(): void {
  forgetBoard()
  live.forget()
  queryClient.clear()
}
