import { Button, Group, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SiteWeather } from '../../../../../api/console/wire/site-weather.ts'
import { queryClient } from '../../../api/query-client.ts'
import { get, put } from '../../../api/request.ts'
import { formatNumber } from '../../../format/format.ts'
import { Needs } from '../../../parts/needs.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { Instant } from '../../../parts/values.tsx'
import classes from '../sites.module.css'
import { WeatherService } from './weather-service.tsx'

/** How warm it is outside: vehicles are told it while they charge, and condition themselves by it. */
export function WeatherSection({ siteId }: { siteId: number }) {
  const { t } = useTranslation('sites')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const queryKey = ['sites', siteId, 'weather']
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => get<SiteWeather>(`sites/${siteId}/weather`, {}, signal),
    refetchInterval: 60_000,
  })
  const [celsius, setCelsius] = useState('')
  const [hours, setHours] = useState('')
  const [degrees, lasting] = [numberOf(celsius), hours.trim() === '' ? null : numberOf(hours)]
  const isRight = degrees !== null && degrees >= -60 && degrees <= 70 && (hours.trim() === '' || (lasting ?? 0) > 0)

  const refresh = () => void queryClient.invalidateQueries({ queryKey })
  async function tell(told: { celsius: number | null; hours: number | null }) {
    try {
      await put(`sites/${siteId}/weather`, told)
      setCelsius('')
      setHours('')
      outcome.done(t(told.celsius === null ? 'weather.forgotten' : 'weather.done'))
    } catch (failure) {
      outcome.failed(failure)
    }
    refresh()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (isRight) void tell({ celsius: degrees, hours: lasting })
  }

  return (
    <section aria-labelledby="weather-title" className={classes.section}>
      <Title order={2} id="weather-title" className={classes.sectionTitle}>
        {t('weather.title')}
      </Title>
      <p className={classes.hint}>{t('weather.hint')}</p>
      <p>
        {data?.celsius == null ? (
          t('weather.unknown')
        ) : (
          <>
            <strong className="numbers">{formatNumber(data.celsius, [0, 1])} °C</strong>{' '}
            {t(`weather.source.${data.source ?? 'hand'}`)} <Instant at={data.reportedAt} />
            {data.until !== null && (
              <>
                , {t('weather.until')} <Instant at={data.until} />
              </>
            )}
            {data.until === null && data.source === 'hand' && `, ${t('weather.forGood')}`}
          </>
        )}
      </p>
      <Needs role="operator">
        <Title order={3} mt="md" className={classes.sectionTitle}>
          {t('weather.byHand')}
        </Title>
        <p className={classes.hint}>{t('weather.byHandHint')}</p>
        <form onSubmit={submit}>
          <Group gap="sm" align="flex-end">
            <TextInput
              label={t('weather.celsius')}
              w={170}
              rightSection="°C"
              autoComplete="off"
              value={celsius}
              onChange={(event) => setCelsius(event.currentTarget.value)}
            />
            <TextInput
              label={t('weather.hours')}
              description={t('weather.hoursHint')}
              w={230}
              rightSection="h"
              autoComplete="off"
              value={hours}
              onChange={(event) => setHours(event.currentTarget.value)}
            />
            <Button type="submit" disabled={!isRight}>
              {tCommon('actions.save')}
            </Button>
            {data?.source === 'hand' && (
              <Button variant="default" onClick={() => void tell({ celsius: null, hours: null })}>
                {t('weather.forget')}
              </Button>
            )}
          </Group>
        </form>
      </Needs>
      {data && <WeatherService key={JSON.stringify(data.place)} siteId={siteId} weather={data} onChanged={refresh} />}
    </section>
  )
}

/** With a point or a comma, and a sign or none; null when it is no number. */
function numberOf(text: string): number | null {
  return /^[-−]?\d{1,4}([.,]\d{1,2})?$/.test(text.trim())
    ? Number(text.trim().replace('−', '-').replace(',', '.'))
    : null
}
