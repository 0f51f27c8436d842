import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandView } from '../../../../api/console/wire/chargers.ts'
import classes from './charger.module.css'
import { CommandRow } from './command-row.tsx'

const fewCount = 6

/** Everything that anybody asked of a charger lately, the newest first. */
export function CommandList({ commands }: { commands: readonly CommandView[] }) {
  const { t } = useTranslation('charger')
  const [all, setAll] = useState(false)
  const shown = all ? commands : commands.slice(0, fewCount)
  return (
    <section aria-labelledby="commands-title">
      <Title order={2} className={classes.sectionTitle} id="commands-title">
        {t('commands.title')}
      </Title>
      {commands.length === 0 && <p className={classes.dim}>{t('commands.none')}</p>}
      <ul className={classes.plainList}>
        {shown.map((command) => (
          <li key={command.id}>
            <CommandRow command={command} />
          </li>
        ))}
      </ul>
      {commands.length > fewCount && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(!all)} aria-expanded={all}>
          {t(all ? 'commands.showFewer' : 'commands.showAll')}
        </Button>
      )}
    </section>
  )
}
