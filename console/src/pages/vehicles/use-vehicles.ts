import { useQuery } from '@tanstack/react-query'
import type { VehicleLink } from '../../../../api/console/wire/vehicle-link.ts'
import type { VehicleDetail, Vehicles } from '../../../../api/console/wire/vehicles.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

/** All vehicles; a fleet is small enough to be searched here. */
export function useVehicles() {
  return useQuery({ queryKey: ['vehicles'], queryFn: ({ signal }) => get<Vehicles>('vehicles', {}, signal) })
}

/** One vehicle with its cards and what is said of its stays. */
export function useVehicle(id: number) {
  return useQuery({
    queryKey: ['vehicles', id],
    queryFn: ({ signal }) => get<VehicleDetail>(`vehicles/${id}`, {}, signal),
    refetchInterval: 30_000,
  })
}

/** How one vehicle talks to us, and what it said last. */
export function useVehicleLink(id: number) {
  return useQuery({
    queryKey: ['vehicles', id, 'link'],
    queryFn: ({ signal }) => get<VehicleLink>(`vehicles/${id}/link`, {}, signal),
    refetchInterval: 10_000,
  })
}

/** Reads all that is shown of vehicles anew, after one was described. */
export function refreshVehicles(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['vehicles'] })
}
