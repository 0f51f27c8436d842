import { QueryClient } from '@tanstack/react-query'
import { RequestFailed } from './request.ts'

/**
 * What is read stays for a minute after its page was left, and is read again whenever a page shows it: what the live
 * stream would have changed meanwhile is not missed.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 0, gcTime: 60_000, refetchOnWindowFocus: false, retry: isWorthRepeating },
    mutations: { retry: false },
  },
})

function isWorthRepeating(failures: number, error: Error): boolean {
  return error instanceof RequestFailed && error.status >= 500 && failures < 2
}
