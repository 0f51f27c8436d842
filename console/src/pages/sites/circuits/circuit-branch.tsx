import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowDownCircle,
  IconChargingPile,
  IconDots,
  IconGaugeFilled,
  IconPencil,
  IconPlus,
  IconSeparatorHorizontal,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CircuitView } from '../../../../../api/console/wire/circuits.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { formatNumber, formatPower } from '../../../format/format.ts'
import { Mark } from '../../../parts/mark.tsx'
import { useRole } from '../../../parts/use-role.ts'
import classes from '../sites.module.css'
import { ChargerBlock } from './charger-block.tsx'
import type { CircuitNode } from './circuit-tree.ts'
import type { CircuitAction } from './circuits-tab.tsx'
import { GroupId } from './group-id.tsx'
import { MeterLine } from './meter-line.tsx'
import { RowLine } from './row-line.tsx'

interface BranchProps {
  site: SiteDetail
  node: CircuitNode
  onAction: (action: CircuitAction) => void
}

/** One circuit: its limits and loads, its meters, its chargers, and the circuits below. */
export function CircuitBranch({ site, node, onAction }: BranchProps) {
  const { t } = useTranslation('sites')
  const { circuit, chargers, below } = node
  const title = `circuit-${circuit.id}`
  return (
    <li className={classes.branch}>
      <section aria-labelledby={title} className={classes.circuit}>
        <div className={classes.circuitHead}>
          <div>
            <h2 id={title} className={classes.circuitName}>
              {circuit.name}
            </h2>
            <span className={classes.dim}>{useSupplyText(circuit)}</span>
            <GroupId id={circuit.publicId} />
          </div>
          <CircuitMenu circuit={circuit} isEmpty={chargers.length + below.length === 0} onAction={onAction} />
        </div>
        {site.reducing.includes(circuit.id) && (
          <Mark
            plain
            tone="warn"
            icon={IconArrowDownCircle}
            label={t('circuit.reducing')}
            hint={t('circuit.reducingHint')}
          />
        )}
        {circuit.rows.length > 0 && (
          <ul className={classes.rows}>
            {circuit.rows.map((row) => (
              <RowLine key={row.id} row={row} circuit={circuit.name} />
            ))}
          </ul>
        )}
        {circuit.rows.length === 0 && site.row.isSteered && <p className={classes.hint}>{t('circuit.noRows')}</p>}
        {circuit.meters.map((meter) => (
          <MeterLine key={meter.id} meter={meter} />
        ))}
        {chargers.length > 0 && (
          <ul className={classes.chargers} aria-label={t('circuit.chargers', { circuit: circuit.name })}>
            {chargers.map((charger) => (
              <ChargerBlock key={charger.id} site={site} charger={charger} circuit={circuit} onAction={onAction} />
            ))}
          </ul>
        )}
      </section>
      {below.length > 0 && (
        <ul className={classes.below}>
          {below.map((one) => (
            <CircuitBranch key={one.circuit.id} site={site} node={one} onAction={onAction} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** `63 A fuse · 40 kW contract`: what the wiring itself allows. */
function useSupplyText({ ratedA, limitW, contractW, phases, wiring, voltageV }: CircuitView): string {
  const { t } = useTranslation('sites')
  return [
    t(phases === 1 ? 'supply.single' : wiring === 'delta' ? 'supply.delta' : 'supply.star', {
      volts: formatNumber(voltageV, [0, 1]),
    }),
    ratedA === null ? '' : t('supply.rated', { amps: formatNumber(ratedA, [0, 1]) }),
    limitW === null ? '' : t('supply.limit', { power: formatPower(limitW) }),
    contractW === null ? '' : t('supply.contract', { power: formatPower(contractW) }),
  ]
    .filter((text) => text !== '')
    .join(' · ')
}

interface MenuProps {
  circuit: CircuitView
  isEmpty: boolean
  onAction: (action: CircuitAction) => void
}

function CircuitMenu({ circuit, isEmpty, onAction }: MenuProps) {
  const { t } = useTranslation('sites')
  const { may } = useRole()
  if (!may('operator')) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('circuit.actionsOf', { circuit: circuit.name })}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconSeparatorHorizontal size={16} aria-hidden />}
          onClick={() => onAction({ kind: 'cap', circuit })}
        >
          {t('circuit.cap')}
        </Menu.Item>
        {may('administrator') && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => onAction({ kind: 'edit', circuit })}
            >
              {t('circuit.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => onAction({ kind: 'add', circuit })}
            >
              {t('circuit.addBelow')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconChargingPile size={16} aria-hidden />}
              onClick={() => onAction({ kind: 'connect', circuit })}
            >
              {t('circuit.connect')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconGaugeFilled size={16} aria-hidden />}
              onClick={() => onAction({ kind: 'meter', circuit })}
            >
              {t('circuit.addMeter')}
            </Menu.Item>
            {isEmpty && (
              <Menu.Item
                c="var(--vy-bad)"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => onAction({ kind: 'remove', circuit })}
              >
                {t('circuit.remove')}
              </Menu.Item>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
