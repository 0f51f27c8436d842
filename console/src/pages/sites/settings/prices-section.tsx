import { Button, Textarea, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { put } from '../../../api/request.ts'
import { formatMoney } from '../../../format/format.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { Instant } from '../../../parts/values.tsx'
import classes from '../sites.module.css'
import { refreshSites, useSitePrices } from '../use-sites.ts'
import { readPrices } from './price-list.ts'

/** What energy costs in the next two days, and how prices are written by hand. */
export function PricesSection({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { data } = useSitePrices(site.row.id)
  const [writing, setWriting] = useState(false)
  const decimals = decimalsOf(data?.items ?? [])
  return (
    <section aria-labelledby="prices-title" className={classes.section}>
      <div className={classes.treeHead}>
        <Title order={2} id="prices-title" className={classes.sectionTitle}>
          {t('prices.title')}
        </Title>
        <Needs role="operator">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUpload size={15} aria-hidden />}
            disabled={site.row.currency === null}
            title={site.row.currency === null ? t('prices.noCurrency') : undefined}
            onClick={() => setWriting(true)}
          >
            {t('prices.write')}
          </Button>
        </Needs>
      </div>
      <p className={classes.hint}>{t(data?.items.length === 0 ? 'prices.none' : 'prices.hint')}</p>
      {data && data.items.length > 0 && (
        <details className={classes.more}>
          <summary>{t('prices.blocks', { count: data.items.length })}</summary>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('prices.from')}</th>
                <th scope="col">{t('prices.to')}</th>
                <th scope="col">{t('prices.price')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.slice(0, 200).map(({ from, to, price, currency }) => (
                <tr key={from}>
                  <th scope="row">
                    <Instant at={from} />
                  </th>
                  <td>
                    <Instant at={to} />
                  </td>
                  <td className="numbers">{formatMoney(price, currency, { finest: 4, least: decimals })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      {writing && site.row.currency !== null && (
        <PricesDialog siteId={site.row.id} currency={site.row.currency} onClose={() => setWriting(false)} />
      )}
    </section>
  )
}

/** So that the prices of a column stand below each other: as many as the finest has. */
function decimalsOf(items: readonly { price: string }[]): number {
  return Math.max(2, ...items.map(({ price }) => price.split('.')[1]?.replace(/0+$/, '').length ?? 0))
}

function PricesDialog({ siteId, currency, onClose }: { siteId: number; currency: string; onClose: () => void }) {
  const { t } = useTranslation('sites')
  const outcome = useOutcome()
  const form = useForm({
    initialValues: { text: '' },
    validate: {
      text: (text) => {
        const { items, faults } = readPrices(text, currency)
        const [first] = faults
        if (first) return t(`prices.fault.${first.why}`, { line: first.line })
        return items.length === 0 ? t('prices.fault.nothing') : null
      },
    },
  })

  async function save({ text }: { text: string }) {
    const { items } = readPrices(text, currency)
    await put(`sites/${siteId}/prices`, { items })
    void refreshSites()
    outcome.done(t('prices.done', { count: items.length }))
  }

  return (
    <FormDialog title={t('prices.write')} form={form} action={t('prices.action')} onSubmit={save} onClose={onClose}>
      <Textarea
        label={t('prices.lines', { currency })}
        description={t('prices.linesHint')}
        placeholder="2027-01-01T00:00+01:00; 2027-01-01T01:00+01:00; 0.2150"
        rows={10}
        spellCheck={false}
        required
        data-autofocus
        {...form.getInputProps('text')}
      />
    </FormDialog>
  )
}
