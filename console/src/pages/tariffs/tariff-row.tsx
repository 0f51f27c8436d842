import { ActionIcon, Menu } from '@mantine/core'
import { IconArchive, IconCopy, IconDots, IconMapPin } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tariff } from '../../../../api/console/wire/tariffs.ts'
import { formatMoney, formatNumber } from '../../format/format.ts'
import { Mark } from '../../parts/mark.tsx'
import { Needs } from '../../parts/needs.tsx'
import { Instant } from '../../parts/values.tsx'
import { priceText, whenText } from './rate-text.ts'
import { kinds } from './tariff-form.ts'
import classes from './tariffs-page.module.css'

interface TariffRowProps {
  tariff: Tariff
  onCopy: () => void
  onAssign: () => void
  onRetire: () => void
}

/** One tariff with all its prices. It never changes: another price is another tariff, which may begin as a copy. */
export function TariffRow({ tariff, onCopy, onAssign, onRetire }: TariffRowProps) {
  const { t } = useTranslation('tariffs')
  const { name, createdAt, retiredAt } = tariff
  return (
    <li className={classes.row} data-off={retiredAt !== null || undefined}>
      <div className={classes.who}>
        <h3 className={classes.name}>{name}</h3>
        {retiredAt !== null && <Mark tone="quiet" icon={IconArchive} label={t('retired')} />}
        <span className={classes.dim}>
          {t(retiredAt === null ? 'since' : 'retiredAt')} <Instant at={retiredAt ?? createdAt} />
        </span>
      </div>
      <Prices tariff={tariff} />
      <Needs role="administrator">
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('actionsOf', { name })}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {retiredAt === null && (
              <Menu.Item leftSection={<IconMapPin size={16} aria-hidden />} onClick={onAssign}>
                {t('where.add')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={onCopy}>
              {t('copy')}
            </Menu.Item>
            {retiredAt === null && (
              <>
                <Menu.Divider />
                <Menu.Item c="var(--vy-bad)" leftSection={<IconArchive size={16} aria-hidden />} onClick={onRetire}>
                  {t('retire.item')}
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      </Needs>
    </li>
  )
}

function Prices({ tariff }: { tariff: Tariff }) {
  const { t } = useTranslation('tariffs')
  const { currency, taxPercent, minimum, maximum } = tariff
  const used = kinds.filter((kind) => tariff[kind].length > 0)
  return (
    <dl className={classes.prices}>
      {used.length === 0 && (
        <>
          <dt>{t('kind.energy')}</dt>
          <dd>{t('free')}</dd>
        </>
      )}
      {used.map((kind) => (
        <PriceLine key={kind} label={t(`kind.${kind}`)}>
          {tariff[kind].map((rate, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rates have no id, and their order never changes
            <span key={place} className={classes.rate}>
              <strong className="numbers">{priceText(t, kind, rate.price, currency)}</strong>
              <span className={classes.dim}>{whenText(t, rate, tariff[kind].length > 1)}</span>
            </span>
          ))}
        </PriceLine>
      ))}
      {minimum !== null && <PriceLine label={t('form.minimum')}>{formatMoney(minimum, currency)}</PriceLine>}
      {maximum !== null && <PriceLine label={t('form.maximum')}>{formatMoney(maximum, currency)}</PriceLine>}
      <PriceLine label={t('tax')}>
        {Number(taxPercent) === 0 ? t('noTax') : t('taxAdded', { percent: formatNumber(Number(taxPercent), [0, 2]) })}
      </PriceLine>
    </dl>
  )
}

function PriceLine({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}
