import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../../api/console/wire/administration.ts'
import { settings as words } from '../../i18n/en/settings.ts'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { settingGroups } from './setting-groups.ts'
import classes from './settings-page.module.css'

/** Every setting of the server with its value, where that comes from, and what it means. Read-only. */
export function ServerSection({ settings }: { settings: Settings['settings'] }) {
  const { t } = useTranslation('settings')
  const [url, setUrl] = useUrlState({ q: '', set: '' })
  // Retention has a section of its own.
  const others = settings.filter(({ group }) => group !== 'retention')
  const groups = settingGroups(others, { q: url.q, onlySet: url.set === '1' })
  return (
    <section className={classes.section} aria-labelledby="server">
      <Title order={2} id="server" className={classes.title}>
        {t('server.title')}
      </Title>
      <p className={classes.text}>{t('server.text')}</p>
      <FilterBar
        search={{ value: url.q, onChange: (q) => setUrl({ q }), label: t('server.search') }}
        chips={[
          {
            key: 'set',
            label: t('server.onlyChanged'),
            active: url.set === '1',
            onToggle: () => setUrl({ set: url.set === '1' ? '' : '1' }),
          },
        ]}
        chipsLabel={t('server.title')}
      />
      {groups.length === 0 && <p className={classes.text}>{t('server.nothing')}</p>}
      {groups.map(({ group, settings: found }) => (
        <div key={group}>
          <Title order={3} className={classes.group}>
            {titleOf(group)}
          </Title>
          <dl className={classes.rows}>
            {found.map((setting) => (
              <div key={setting.variable} className={classes.setting}>
                <dt className={classes.words}>
                  <code className={classes.variable}>{setting.variable}</code>
                  <span className={classes.quiet}>{setting.description}</span>
                </dt>
                <dd className={classes.value}>
                  <span className="numbers">
                    {setting.value || <span className={classes.quiet}>{t('server.none')}</span>}
                    {setting.value !== null && setting.unit !== null && ` ${setting.unit}`}
                  </span>
                  <span className={classes.source} data-set={setting.source === 'environment' || undefined}>
                    {t(`server.source.${setting.source}`)}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  )

  function titleOf(group: string): string {
    return isNamed(group) ? t(`server.group.${group}`) : group
  }
}

function isNamed(group: string): group is keyof typeof words.server.group {
  return group in words.server.group
}
