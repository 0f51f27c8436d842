import { Button, Group, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconPlayerPlay, IconPlayerStop, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { del, post } from '../../../api/request.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Mark } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { rateText } from '../rate-text.ts'
import classes from '../sites.module.css'
import { refreshSites, useSiteCheck } from '../use-sites.ts'

type Asked = 'live' | 'off' | 'remove'

/** Whether the site is steered, and the check that has to pass before it is. */
export function LiveSection({ site: { row, circuits, chargers } }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const outcome = useOutcome()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Asked | null>(null)
  const { data: check, error, refetch } = useSiteCheck(row.id)

  async function act(how: () => Promise<unknown>, done: string) {
    try {
      await how()
    } catch (failure) {
      outcome.failed(failure)
      void refetch()
      throw failure
    }
    void refreshSites()
    outcome.done(done)
  }
  const setLive = (live: boolean) => () =>
    act(() => post(`sites/${row.id}/live`, { live }), t(live ? 'live.begun' : 'live.ended', { name: row.name }))

  return (
    <section aria-labelledby="live-title" className={classes.section}>
      <Title order={2} id="live-title" className={classes.sectionTitle}>
        {t('live.title')}
      </Title>
      <p className={classes.hint}>{t(row.isLive ? 'live.isLive' : 'live.isOff')}</p>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !check ? (
        <LoadingRows rows={1} height={40} />
      ) : check.isPassed ? (
        <p>
          <Mark tone="good" icon={IconCircleCheck} label={t('live.passed')} hint={t('live.passedHint')} />
        </p>
      ) : (
        <div className={classes.notice} data-tone="bad">
          <IconAlertTriangle size={18} aria-hidden />
          <div>
            <strong>{t('live.refused')}</strong> {t('live.refusedText')}
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">{t('live.row')}</th>
                  <th scope="col">{t('live.sum')}</th>
                  <th scope="col">{t('live.limit')}</th>
                </tr>
              </thead>
              <tbody>
                {check.faults.map(({ row: id, circuit, sum, limit, unit }) => (
                  <tr key={id}>
                    <th scope="row">
                      {circuit} {id.replace(/^c\d+\//, '').replace(/^W$/, '')}
                    </th>
                    <td className="numbers">{rateText(sum, unit)}</td>
                    <td className="numbers">{rateText(limit, unit)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
      <Needs role="administrator">
        <Group gap="sm" mt="sm">
          {row.isLive ? (
            <Button
              variant="default"
              leftSection={<IconPlayerStop size={16} aria-hidden />}
              onClick={() => setAsked('off')}
            >
              {t('live.stop')}
            </Button>
          ) : (
            <>
              <Button
                leftSection={<IconPlayerPlay size={16} aria-hidden />}
                disabled={!check?.isPassed || chargers.length === 0}
                title={chargers.length === 0 ? t('live.noChargers') : undefined}
                onClick={() => setAsked('live')}
              >
                {t('live.begin')}
              </Button>
              {circuits.length === 0 && (
                <Button
                  variant="default"
                  c="var(--vy-bad)"
                  leftSection={<IconTrash size={16} aria-hidden />}
                  onClick={() => setAsked('remove')}
                >
                  {t('live.remove')}
                </Button>
              )}
            </>
          )}
        </Group>
        <ConfirmDialog
          opened={asked === 'live'}
          onClose={() => setAsked(null)}
          title={t('live.beginTitle', { name: row.name })}
          action={t('live.begin')}
          onConfirm={setLive(true)}
        >
          {t('live.beginText', { count: chargers.length })}
        </ConfirmDialog>
        <ConfirmDialog
          opened={asked === 'off'}
          dangerous
          onClose={() => setAsked(null)}
          title={t('live.stopTitle', { name: row.name })}
          action={t('live.stop')}
          onConfirm={setLive(false)}
        >
          {t('live.stopText')}
        </ConfirmDialog>
        <ConfirmDialog
          opened={asked === 'remove'}
          dangerous
          onClose={() => setAsked(null)}
          title={t('live.removeTitle', { name: row.name })}
          action={t('live.remove')}
          onConfirm={async () => {
            await act(() => del(`sites/${row.id}`), t('done.siteRemoved', { name: row.name }))
            void navigate({ to: '/sites' as '/' })
          }}
        >
          {t('live.removeText')}
        </ConfirmDialog>
      </Needs>
    </section>
  )
}
