import { Button, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { Needs } from '../../../parts/needs.tsx'
import classes from '../sites.module.css'

interface ListedSectionProps {
  site: SiteDetail
  /** What its heading is found by. */
  id: string
  words: { title: string; hint: string; none: string; add: string }
  onAdd: () => void
  /** The rows, newest first. */
  children: readonly ReactNode[]
}

/** What was agreed of a site so far, and the button for one more, which only a site that is steered can have. */
export function ListedSection({ site, id, words, onAdd, children }: ListedSectionProps) {
  return (
    <section aria-labelledby={id} className={classes.section}>
      <div className={classes.treeHead}>
        <Title order={2} id={id} className={classes.sectionTitle}>
          {words.title}
        </Title>
        {site.row.isLive && (
          <Needs role="operator">
            <Button size="xs" variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={onAdd}>
              {words.add}
            </Button>
          </Needs>
        )}
      </div>
      <p className={classes.hint}>{words.hint}</p>
      {children.length === 0 ? (
        <p className={classes.hint}>{words.none}</p>
      ) : (
        <ul className={classes.list} aria-labelledby={id}>
          {children}
        </ul>
      )}
    </section>
  )
}
