import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { Age } from '../../../parts/age.tsx'
import { CopyField } from '../../../parts/copy-field.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import classes from '../sites.module.css'
import { useRequests } from './use-feeds.ts'

/** Where a planning system finds this site, with whose secret it logs in, and when it was heard. */
export function PlanningSection({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('feeds')
  const { data } = useRequests(site.row.id)
  const heard = data?.heard.find(({ source }) => source === 'vdv463')
  const inForce = data?.items.filter(({ source }) => source === 'vdv463').length ?? 0
  return (
    <section aria-labelledby="planning" className={classes.section}>
      <Title order={2} id="planning" className={classes.sectionTitle}>
        {t('planning.title')}
      </Title>
      <p className={classes.hint}>{t('planning.hint')}</p>
      <div className={classes.form}>
        <CopyField label={t('planning.address')} value={addressOf(site.row.publicId)} />
      </div>
      <p className={classes.hint}>
        {t('planning.login')}{' '}
        <Needs role="administrator">
          <PageLink to="/clients">{t('planning.clients')}</PageLink>
        </Needs>
      </p>
      {data && (
        <p className={classes.hint}>
          {heard ? (
            <>
              {t('planning.heard')} <Age at={heard.at} /> · {t('planning.requests', { count: inForce })}
            </>
          ) : (
            t('planning.never')
          )}
        </p>
      )}
    </section>
  )
}

function addressOf(publicId: string): string {
  const url = new URL(`vdv463/${encodeURIComponent(publicId)}`, document.baseURI)
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:'
  return url.href
}
