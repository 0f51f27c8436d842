import { Alert, Button } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargingRequests } from '../../../../../api/console/wire/site-requests.ts'
import { del, get } from '../../../api/request.ts'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { Instant } from '../../../parts/values.tsx'
import { refreshSites } from '../use-sites.ts'

interface SetByHandProps {
  siteId: number
  /** `{charger id}/{evse}`. */
  place: string
  onTakenBack: () => void
}

/** What was said by hand for a place already, and the way to take it back. */
export function SetByHand({ siteId, place, onTakenBack }: SetByHandProps) {
  const { t } = useTranslation('sites')
  const outcome = useOutcome()
  const [busy, setBusy] = useState(false)
  const { data } = useQuery({
    queryKey: ['sites', siteId, 'requests'],
    queryFn: ({ signal }) => get<ChargingRequests>(`sites/${siteId}/requests`, {}, signal),
  })
  const said = data?.items.find(
    ({ source, chargerId, evse }) => source === 'operator' && `${chargerId}/${evse ?? 1}` === place,
  )
  if (!said) return null

  async function takeBack(requestId: string) {
    setBusy(true)
    try {
      await del(`sites/${siteId}/requests/${encodeURIComponent(requestId)}`)
      outcome.done(t('departure.takenBack'))
      onTakenBack()
    } catch (failure) {
      outcome.failed(failure)
    } finally {
      setBusy(false)
      void refreshSites()
    }
  }

  return (
    <Alert variant="light" icon={<IconInfoCircle aria-hidden />}>
      {t('departure.isSet')} <Instant at={said.reportedAt} />
      {said.departsAt !== null && (
        <>
          {' · '}
          {t('evse.departs')} <Instant at={said.departsAt} />
        </>
      )}
      <Button
        size="xs"
        mt="xs"
        display="block"
        variant="default"
        loading={busy}
        onClick={() => void takeBack(said.requestId)}
      >
        {t('departure.takeBack')}
      </Button>
    </Alert>
  )
}
