import { Button, SegmentedControl, TextInput, useMantineColorScheme } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../../../api/console/wire/login.ts'
import { keys, rememberMe, useMe } from '../../api/queries.ts'
import { queryClient } from '../../api/query-client.ts'
import { patch } from '../../api/request.ts'
import { chooseLanguage, currentLanguage, type Language, languages } from '../../i18n/language.ts'
import { focusFirstError, showAtField } from '../../parts/form-failure.ts'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import classes from './profile-page.module.css'
import { Section } from './section.tsx'

/** Name, language and appearance. */
export function YouSection() {
  const { t } = useTranslation('profile')
  const { t: tCommon } = useTranslation()
  const { account } = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const outcome = useOutcome()
  const ids = { language: useId(), theme: useId() }
  const form = useForm({
    initialValues: { name: account.name },
    validate: {
      name: (name) => (name.trim() === '' ? t('you.nameMissing') : name.trim().length > 100 ? t('you.nameLong') : null),
    },
  })

  async function save(change: { name?: string; language?: Language }) {
    queryClient.setQueryData(keys.me, rememberMe(await patch<Me>('me', change)))
  }

  async function saveName({ name }: { name: string }) {
    try {
      await save({ name: name.trim() })
      form.setInitialValues({ name: name.trim() })
      form.reset()
      outcome.done(t('you.saved'))
    } catch (error) {
      if (!showAtField(form, error)) outcome.failed(error)
    }
  }

  async function setLanguage(language: Language) {
    await chooseLanguage(language)
    await save({ language }).catch(outcome.failed)
  }

  return (
    <Section id="you" title={t('you.title')}>
      <UnsavedGuard dirty={form.isDirty() && !form.submitting} />
      <form noValidate className={classes.line} onSubmit={form.onSubmit(saveName, focusFirstError(form))}>
        <TextInput
          className={classes.field}
          label={t('you.name')}
          description={t('you.nameHint')}
          autoComplete="name"
          {...form.getInputProps('name')}
        />
        <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
          {tCommon('actions.save')}
        </Button>
      </form>
      <div className={classes.choices}>
        <div>
          <div id={ids.language} className={classes.label}>
            {t('you.language')}
          </div>
          <SegmentedControl
            aria-labelledby={ids.language}
            value={currentLanguage()}
            onChange={(value) => void setLanguage(value as Language)}
            data={languages.map((value) => ({ value, label: tCommon(`language.${value}`) }))}
          />
          <div className={classes.hint}>{t('you.languageHint')}</div>
        </div>
        <div>
          <div id={ids.theme} className={classes.label}>
            {t('you.theme')}
          </div>
          <SegmentedControl
            aria-labelledby={ids.theme}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: tCommon(`theme.${value}`) }))}
          />
          <div className={classes.hint}>{t('you.themeHint')}</div>
        </div>
      </div>
    </Section>
  )
}
