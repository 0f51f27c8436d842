import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { keys, useMe } from '../../api/queries.ts'
import { queryClient } from '../../api/query-client.ts'
import { post, RequestFailed } from '../../api/request.ts'
import { focusFirstError, showAtField } from '../../parts/form-failure.ts'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { passwordFault, passwordStrength, strengths } from './password-advice.ts'
import classes from './profile-page.module.css'
import { Section } from './section.tsx'
import { refreshDevices } from './use-devices.ts'

/** Changing one's password, with advice while it is typed. */
export function PasswordSection() {
  const { t } = useTranslation('profile')
  const { login } = useMe().account
  const outcome = useOutcome()
  const form = useForm({
    initialValues: { current: '', wanted: '', repeat: '' },
    validateInputOnBlur: ['wanted', 'repeat'],
    validate: {
      current: (current) => (current === '' ? t('password.rule.currentMissing') : null),
      wanted(wanted, { current }) {
        const fault = passwordFault(wanted, { current, login })
        return fault && t(`password.rule.${fault}`)
      },
      repeat: (repeat, { wanted }) => (repeat === wanted ? null : t('password.rule.differs')),
    },
  })

  async function save({ current, wanted }: { current: string; wanted: string }) {
    try {
      await post('password', { current, wanted })
    } catch (error) {
      if (error instanceof RequestFailed && error.code === 'invalid_credentials') {
        form.setFieldError('current', t('password.rule.wrong'))
        form.getInputNode('current')?.focus()
      } else if (!showAtField(form, error)) outcome.failed(error)
      return
    }
    form.reset()
    outcome.done(t('password.changed'))
    void refreshDevices()
    void queryClient.invalidateQueries({ queryKey: keys.me })
  }

  return (
    <Section id="password" title={t('password.title')} text={t('password.text')}>
      <UnsavedGuard dirty={form.isDirty() && !form.submitting} />
      <form noValidate className={classes.form} onSubmit={form.onSubmit(save, focusFirstError(form))}>
        {/* So that password managers know whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          {...form.getInputProps('current')}
        />
        <div>
          <PasswordInput
            label={t('password.wanted')}
            description={t('password.hint')}
            autoComplete="new-password"
            {...form.getInputProps('wanted')}
          />
          {form.values.wanted !== '' && <StrengthLine wanted={form.values.wanted} />}
        </div>
        <PasswordInput label={t('password.repeat')} autoComplete="new-password" {...form.getInputProps('repeat')} />
        <Button type="submit" loading={form.submitting}>
          {t('password.submit')}
        </Button>
      </form>
    </Section>
  )
}

function StrengthLine({ wanted }: { wanted: string }) {
  const { t } = useTranslation('profile')
  const strength = passwordStrength(wanted)
  const rank = strengths.indexOf(strength)
  return (
    <div className={classes.strength} data-strength={strength} role="status">
      <span className={classes.bars} aria-hidden>
        {strengths.slice(1).map((each, place) => (
          <span key={each} data-on={place < rank || undefined} />
        ))}
      </span>
      {t('password.strength')}: {t(`password.strengthOf.${strength}`)}
    </div>
  )
}
