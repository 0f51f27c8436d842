import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { CampaignDetail, CampaignPreview, Campaigns, Firmwares } from '../../../../api/console/wire/firmware.ts'
import { queryClient } from '../../api/query-client.ts'
import { get, post } from '../../api/request.ts'
import type { Outline } from './campaign-form.ts'

const oftenMs = 5_000
const seldomMs = 60_000

/** All firmware that was ever registered, newest first. */
export function useFirmware() {
  return useQuery({ queryKey: ['firmware'], queryFn: ({ signal }) => get<Firmwares>('firmware', {}, signal) })
}

/** All roll-outs, newest first; read again often while one runs. */
export function useCampaigns() {
  return useQuery({
    queryKey: ['firmware', 'campaigns'],
    queryFn: ({ signal }) => get<Campaigns>('firmware-campaigns', {}, signal),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ state }) => state === 'running') ? oftenMs : seldomMs,
  })
}

/** One roll-out with its chargers. */
export function useCampaign(id: number) {
  return useQuery({
    queryKey: ['firmware', 'campaigns', id],
    queryFn: ({ signal }) => get<CampaignDetail>(`firmware-campaigns/${id}`, {}, signal),
    // What chargers have begun goes on after the end of the roll-out.
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'running' || data?.chargers.some(({ state }) => state === 'asked') ? oftenMs : seldomMs,
  })
}

/** What a roll-out would do, without doing it. Null asks nothing. */
export function usePreview(outline: Outline | null) {
  return useQuery({
    queryKey: ['firmware', 'preview', outline],
    queryFn: () => post<Static<typeof CampaignPreview>>('firmware-campaigns/preview', outline),
    enabled: outline !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** Reads firmware and roll-outs anew, after something was changed. */
export function refreshFirmware(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['firmware'] })
}
