import { Button } from '@mantine/core'
import { IconPlus, IconSitemap } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CircuitView } from '../../../../../api/console/wire/circuits.ts'
import type { SiteCharger } from '../../../../../api/console/wire/site-chargers.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { Age } from '../../../parts/age.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useRole } from '../../../parts/use-role.ts'
import { CapDialog } from '../cap/cap-dialog.tsx'
import classes from '../sites.module.css'
import { CircuitBranch } from './circuit-branch.tsx'
import { CircuitDialog } from './circuit-dialog.tsx'
import { treesOf } from './circuit-tree.ts'
import { ConnectDialog } from './connect-dialog.tsx'
import { MeterDialog } from './meter-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'

/** What can be asked for in the tree. */
export type CircuitAction =
  | { kind: 'cap' | 'edit' | 'add' | 'connect' | 'meter' | 'remove'; circuit: CircuitView }
  | { kind: 'first' }
  | { kind: 'charger' | 'disconnect'; circuit: CircuitView; charger: SiteCharger }

/** The circuits of a site from the grid connections down, with what flows now against each limit. */
export function CircuitsTab({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { may } = useRole()
  const [action, setAction] = useState<CircuitAction | null>(null)
  const trees = useMemo(() => treesOf(site), [site])
  const close = () => setAction(null)
  const first = (
    <Needs role="administrator">
      <Button
        variant={trees.length === 0 ? 'filled' : 'default'}
        size={trees.length === 0 ? 'sm' : 'xs'}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => setAction({ kind: 'first' })}
      >
        {t('circuit.addFirst')}
      </Button>
    </Needs>
  )
  return (
    <>
      {trees.length === 0 ? (
        <EmptyState icon={IconSitemap} title={t('noCircuits.title')} actions={first}>
          {t(may('administrator') ? 'noCircuits.text' : 'noCircuits.viewer')}
        </EmptyState>
      ) : (
        <section aria-label={t('tabs.circuits')} className={classes.section}>
          <div className={classes.treeHead}>
            <Legend />
            {site.at !== null && (
              <span className={classes.dim}>
                {t('asOf')} <Age at={site.at} />
              </span>
            )}
            {first}
          </div>
          <ul className={classes.tree}>
            {trees.map((node) => (
              <CircuitBranch key={node.circuit.id} site={site} node={node} onAction={setAction} />
            ))}
          </ul>
        </section>
      )}
      {action?.kind === 'cap' && <CapDialog siteId={site.row.id} circuit={action.circuit} onClose={close} />}
      {action?.kind === 'first' && <CircuitDialog site={site} circuit={null} parent={null} onClose={close} />}
      {action?.kind === 'add' && <CircuitDialog site={site} circuit={null} parent={action.circuit} onClose={close} />}
      {action?.kind === 'edit' && <CircuitDialog site={site} circuit={action.circuit} parent={null} onClose={close} />}
      {action?.kind === 'connect' && (
        <ConnectDialog site={site} circuit={action.circuit} charger={null} onClose={close} />
      )}
      {action?.kind === 'charger' && (
        <ConnectDialog site={site} circuit={action.circuit} charger={action.charger} onClose={close} />
      )}
      {action?.kind === 'meter' && <MeterDialog site={site} circuit={action.circuit} onClose={close} />}
      {action?.kind === 'remove' && (
        <RemoveDialog
          title={t('remove.circuit', { name: action.circuit.name })}
          text={t('remove.circuitText')}
          path={`circuits/${action.circuit.id}`}
          done={t('done.circuitRemoved', { name: action.circuit.name })}
          onClose={close}
        />
      )}
      {action?.kind === 'disconnect' && (
        <RemoveDialog
          title={t('remove.charger', { charger: action.charger.identity })}
          text={t('remove.chargerText')}
          path={`chargers/${action.charger.id}/supply`}
          done={t('done.disconnected', { charger: action.charger.identity })}
          onClose={close}
        />
      )}
    </>
  )
}

function Legend() {
  const { t } = useTranslation('sites')
  return (
    <ul className={classes.legend} aria-label={t('legend.title')}>
      <li>
        <span className={classes.keyNow} aria-hidden /> {t('legend.now')}
      </li>
      <li>
        <span className={classes.keyCommitted} aria-hidden /> {t('legend.committed')}
      </li>
      <li>
        <span className={classes.keyLimit} aria-hidden /> {t('legend.limit')}
      </li>
    </ul>
  )
}
