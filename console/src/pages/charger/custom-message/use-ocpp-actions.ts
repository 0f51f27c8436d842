import { useQuery } from '@tanstack/react-query'
import type { OcppActions, OcppSchema } from '../../../../../api/console/wire/devices.ts'
import { get } from '../../../api/request.ts'
import type { JsonSchema } from './json-schema.ts'

/** The messages that can be sent to a charger of that version. */
export function useOcppActions(version: string) {
  return useQuery({
    queryKey: ['ocpp-actions', version],
    queryFn: ({ signal }) => get<OcppActions>('ocpp-actions', { version }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** How the payload of a message has to look. */
export function useOcppSchema(version: string, action: string | null) {
  return useQuery({
    queryKey: ['ocpp-schema', version, action],
    async queryFn({ signal }) {
      const { schema } = await get<OcppSchema>('ocpp-schema', { version, action }, signal)
      return schema as JsonSchema
    },
    enabled: action !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
