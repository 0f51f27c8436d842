import { Button, Title } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewTemplate } from '../../../../api/console/wire/provisioning.ts'
import { Needs } from '../../parts/needs.tsx'
import { linesOf } from './setting-lines.ts'
import classes from './templates-page.module.css'

interface TemplateSectionProps {
  template: NewTemplate
  /** The server's own: it is not changed, but copied. */
  isDefault: boolean
  onEdit: () => void
  onCopy: () => void
  onRemove: () => void
}

/** One template: for which chargers, what it says, and its settings when somebody asks for them. */
export function TemplateSection({ template, isDefault, onEdit, onCopy, onRemove }: TemplateSectionProps) {
  const { t } = useTranslation('templates')
  const { t: common } = useTranslation()
  const [open, setOpen] = useState(false)
  const panel = useId()
  const { name, settings, measurands, priority } = template
  const title = isDefault ? t('own') : name
  const rules = (['extendsDefault', 'restartAllowed', 'acceptWhenConfigured'] as const).filter((rule) => template[rule])
  return (
    <section className={classes.template} aria-label={title}>
      <div className={classes.head}>
        <Title order={2} className={classes.title}>
          {title}
        </Title>
        <Needs role="administrator">
          <div className={classes.actions}>
            {!isDefault && (
              <Button size="compact-sm" variant="default" onClick={onEdit} aria-label={t('edit', { name: title })}>
                {common('actions.edit')}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={onCopy} aria-label={t('copyOf', { name: title })}>
              {t('copy')}
            </Button>
            {!isDefault && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={onRemove}
                aria-label={t('removeOf', { name: title })}
              >
                {common('actions.remove')}
              </Button>
            )}
          </div>
        </Needs>
      </div>
      <p className={classes.about}>{isDefault ? t('ownText') : <For template={template} />}</p>
      <p className={classes.dim}>
        {[
          t('settings', { count: settings.length }),
          isDefault ? null : t('priority', { priority }),
          ...rules.map((rule) => t(`rule.${rule}`)),
        ]
          .filter((text) => text !== null)
          .join(' · ')}
      </p>
      {settings.length + (measurands?.length ?? 0) > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'hide' : 'show')}
        </Button>
      )}
      {open && (
        <div id={panel}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than its box is scrolled by the keyboard, too */}
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame */}
          <pre className={classes.lines} tabIndex={0} role="group" aria-label={t('show')}>
            {linesOf(settings)}
          </pre>
          {measurands !== null && (
            <p className={classes.dim}>
              {t('measurands')} {measurands.join(', ')}
            </p>
          )}
        </div>
      )}
    </section>
  )
}

function For({ template: { vendor, model, firmware } }: { template: NewTemplate }) {
  const { t } = useTranslation('templates')
  const parts = [vendor, model, firmware && t('firmware', { firmware })].filter(Boolean)
  return <>{parts.length === 0 ? t('forAll') : t('for', { chargers: parts.join(' · ') })}</>
}
