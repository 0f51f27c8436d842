import { useQuery } from '@tanstack/react-query'
import type { CommandRequest } from '../../../../api/console/wire/chargers.ts'
import type { OcppCommands } from '../../../../api/console/wire/devices.ts'
import { get } from '../../api/request.ts'

/** Whether the charger's OCPP version cannot be asked for something: the server's reason, or null; undefined while that is not known. */
export function useRefusals(version: string | null): (kind: CommandRequest['kind']) => string | null | undefined {
  const { data } = useQuery({
    queryKey: ['ocpp-commands', version],
    queryFn: ({ signal }) => get<OcppCommands>('ocpp-commands', { version: version ?? '' }, signal),
    enabled: version !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (kind) => data && (data.refused.find((one) => one.kind === kind)?.reason ?? null)
}
