import { Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionCost as Cost } from '../../../../api/console/wire/tariffs.ts'
import { formatMoney } from '../../format/format.ts'
import type { Texts } from '../../i18n/en.ts'
import { PageLink } from '../../parts/page-link.tsx'
import classes from './session.module.css'

type Line = keyof Texts['tariffs']['cost']['line']

/** What a session costs, by what, and whether the charger came to the same. */
export function SessionCost({ cost }: { cost: Cost | null }) {
  const { t, i18n } = useTranslation('tariffs')
  if (cost === null) return null
  const { currency, exclTax, inclTax, lines, isFinal, chargersOwn } = cost
  const word = (kind: string) =>
    i18n.exists(`cost.line.${kind}`, { ns: 'tariffs' }) ? t(`cost.line.${kind as Line}`) : kind
  return (
    <section aria-labelledby="cost-title">
      <Title order={2} className={classes.sectionTitle} id="cost-title">
        {t('cost.title')}
      </Title>
      <dl className={classes.facts}>
        {lines.map(({ kind, exclTax: amount }) => (
          <Amount key={kind} label={word(kind)}>
            {formatMoney(amount, currency)}
          </Amount>
        ))}
        <Amount label={t('cost.exclTax')}>{formatMoney(exclTax, currency)}</Amount>
        <Amount label={t('cost.taxes')}>{formatMoney(String(Number(inclTax) - Number(exclTax)), currency)}</Amount>
        <Amount label={t(isFinal ? 'cost.total' : 'cost.soFar')}>
          <strong>{formatMoney(inclTax, currency)}</strong>
          {chargersOwn !== null && isFinal && !cost.differs && <span className={classes.note}>{t('cost.same')}</span>}
        </Amount>
        <Amount label={t('cost.tariff')}>
          <PageLink to="/tariffs">{cost.tariffName}</PageLink>
          {cost.tariffChanged && <span className={classes.note}>{t('cost.changed')}</span>}
        </Amount>
      </dl>
      {cost.differs && (
        <div className={classes.flag} data-grave role="note">
          <IconAlertTriangle size={17} aria-hidden />
          <span>
            <strong>{t('cost.differs', { amount: formatMoney(chargersOwn ?? '', currency) })}.</strong>{' '}
            {t('cost.differsHint')}
          </span>
        </div>
      )}
    </section>
  )
}

function Amount({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="numbers">{children}</dd>
    </div>
  )
}
