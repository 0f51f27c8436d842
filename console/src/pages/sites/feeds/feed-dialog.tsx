import { Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { post } from '../../../api/request.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import classes from '../sites.module.css'
import { refreshSites } from '../use-sites.ts'
import { emptyFeed, type FeedForm, faultsOf, feedOf } from './feed-form.ts'

const kinds = ['grid-operator', 'flexibility', 'external'] as const

/** Adds a link to an OpenADR 3 server; its secret goes in and is never shown again. */
export function FeedDialog({ site, onClose }: { site: SiteDetail; onClose: () => void }) {
  const { t } = useTranslation('feeds')
  const outcome = useOutcome()
  const form = useForm<FeedForm>({
    initialValues: { ...emptyFeed, circuit: String(site.circuits[0]?.id ?? '') },
    validate: (values) =>
      Object.fromEntries(
        Object.entries(faultsOf(values)).map(([field, fault]) => [
          field,
          t(`form.rule.${fault}`, { least: field === 'least' ? 0 : 1, most: 10_080 }),
        ]),
      ),
  })

  async function save(values: FeedForm) {
    await post(`circuits/${values.circuit}/limit-feeds`, feedOf(values))
    void refreshSites()
    outcome.done(t('form.done', { name: values.name.trim() }))
  }

  const text = (field: keyof FeedForm & string, label: string, hint?: string, required = false) => (
    <TextInput
      label={label}
      description={hint}
      autoComplete="off"
      spellCheck={false}
      required={required}
      {...form.getInputProps(field)}
    />
  )
  const power = (field: keyof FeedForm & string, label: string, hint?: string, required = false) => (
    <TextInput
      label={label}
      description={hint}
      inputMode="decimal"
      autoComplete="off"
      rightSection="kW"
      rightSectionWidth={48}
      required={required}
      {...form.getInputProps(field)}
    />
  )
  return (
    <FormDialog title={t('form.title')} form={form} action={t('add')} onSubmit={save} onClose={onClose}>
      <NativeSelect
        label={t('list.circuit')}
        data={site.circuits.map(({ id, name }) => ({ value: String(id), label: name }))}
        {...form.getInputProps('circuit')}
      />
      <TextInput
        label={t('form.name')}
        description={t('form.nameHint')}
        autoComplete="off"
        maxLength={100}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <NativeSelect
        label={t('form.kind')}
        data={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        {...form.getInputProps('kind')}
      />
      {text('url', t('form.url'), t('form.urlHint'), true)}
      {text('clientId', t('form.clientId'), undefined, true)}
      <PasswordInput
        label={t('form.secret')}
        description={t('form.secretHint')}
        autoComplete="new-password"
        required
        {...form.getInputProps('secret')}
      />
      {power('fallback', t('form.fallback'), t('form.fallbackHint'), true)}
      <div className={classes.pairs}>
        {text('lease', t('form.lease'))}
        {text('least', t('form.least'))}
      </div>
      <Checkbox label={t('form.takesPrices')} {...form.getInputProps('takesPrices', { type: 'checkbox' })} />
      <details className={classes.more}>
        <summary>{t('form.more')}</summary>
        <div className={classes.moreFields}>
          <fieldset className={classes.fields}>
            <legend>{t('form.levels')}</legend>
            <p className={classes.hint}>{t('form.levelsHint')}</p>
            <div className={classes.thirds}>
              {power('level1', '1')}
              {power('level2', '2')}
              {power('level3', '3')}
            </div>
          </fieldset>
          {text('pollSeconds', t('form.poll'))}
          {text('programId', t('form.programId'), t('form.programIdHint'))}
          {text('clientName', t('form.clientName'), t('form.clientNameHint'))}
          {text('tokenUrl', t('form.tokenUrl'), t('form.tokenUrlHint'))}
          {text('scope', t('form.scope'))}
        </div>
      </details>
    </FormDialog>
  )
}
