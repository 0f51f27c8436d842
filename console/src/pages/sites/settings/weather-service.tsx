import { Button, Checkbox, Group, TextInput, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SiteWeather } from '../../../../../api/console/wire/site-weather.ts'
import { put } from '../../../api/request.ts'
import { serverWords } from '../../../i18n/server-words.ts'
import { Mark } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { Instant } from '../../../parts/values.tsx'
import classes from '../sites.module.css'
import { placeOf, placeText } from './place-text.ts'

type Shown = { siteId: number; weather: SiteWeather; onChanged: () => void }

/** Where the site is, and whether somebody else is asked how warm it is there. */
export function WeatherService({ siteId, weather: { place, isAutomatic, failing }, onChanged }: Shown) {
  const { t } = useTranslation('sites')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const [where, setWhere] = useState(placeText(place))
  const [asks, setAsks] = useState(isAutomatic)
  const isNowhere = where.trim() === ''
  const typed = placeOf(where)
  const isRight = isNowhere ? !asks : typed !== null

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!isRight) return
    try {
      await put(`sites/${siteId}/weather/service`, { place: typed, isAutomatic: asks })
      outcome.done(t('weather.serviceDone'))
    } catch (failure) {
      outcome.failed(failure)
    }
    onChanged()
  }

  return (
    <>
      <Title order={3} mt="md" className={classes.sectionTitle}>
        {t('weather.service')}
      </Title>
      <p className={classes.hint}>{t(isAutomatic ? 'weather.serviceOn' : 'weather.serviceOff')}</p>
      {isAutomatic && failing && (
        <div>
          <Mark plain tone="bad" icon={IconAlertTriangle} label={t('weather.serviceFails')} />{' '}
          <span className={classes.dim}>
            {t('weather.since')} <Instant at={failing.since} />
          </span>
          <div className={classes.bad}>{serverWords(failing.error)}</div>
        </div>
      )}
      <Needs role="administrator">
        <form onSubmit={(event) => void submit(event)}>
          <Group gap="sm" mt="sm" align="flex-end">
            <TextInput
              label={t('weather.place')}
              placeholder="48.137, 11.575"
              w={320}
              autoComplete="off"
              value={where}
              onChange={(event) => setWhere(event.currentTarget.value)}
            />
            <Checkbox
              label={t('weather.isAutomatic')}
              checked={asks}
              onChange={(event) => setAsks(event.currentTarget.checked)}
              mb={8}
            />
            <Button type="submit" disabled={!isRight}>
              {tCommon('actions.save')}
            </Button>
          </Group>
        </form>
      </Needs>
    </>
  )
}
