import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewTemplate, Template, Templates } from '../../../../api/console/wire/provisioning.ts'
import { del } from '../../api/request.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { TemplateDialog } from './template-dialog.tsx'
import { TemplateSection } from './template-section.tsx'
import classes from './templates-page.module.css'
import { refreshTemplates, useReach, useTemplates } from './use-templates.ts'

const empty: NewTemplate = {
  name: '',
  vendor: null,
  model: null,
  firmware: null,
  priority: 0,
  settings: [],
  measurands: null,
  extendsDefault: true,
  restartAllowed: false,
  acceptWhenConfigured: false,
}

/** How chargers of each model are to be set up. */
export function TemplatesPage() {
  const { t } = useTranslation('templates')
  const { data, error, refetch } = useTemplates()
  const [edited, setEdited] = useState<{ id: number | null; template: NewTemplate } | null>(null)
  return (
    <>
      <PageHeader
        title={t('title')}
        below={t('below')}
        actions={
          <Needs role="administrator">
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setEdited({ id: null, template: empty })}
            >
              {t('add')}
            </Button>
          </Needs>
        }
      />
      {!data &&
        (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={4} height={72} />)}
      {data && <List templates={data} onEdit={setEdited} />}
      {edited && <TemplateDialog {...edited} onClose={() => setEdited(null)} />}
    </>
  )
}

interface ListProps {
  templates: Templates
  onEdit: (edited: { id: number | null; template: NewTemplate }) => void
}

function List({ templates, onEdit }: ListProps) {
  const { t } = useTranslation('templates')
  const outcome = useOutcome()
  const [removing, setRemoving] = useState<Template | null>(null)
  const { data: reach } = useReach(removing && { id: removing.id, template: null })
  const copy = (template: NewTemplate) =>
    onEdit({ id: null, template: { ...template, name: '', priority: Math.max(0, template.priority) } })

  async function remove({ id, name }: Template) {
    try {
      await del(`templates/${id}?atMost=${reach?.touched.length ?? 0}`)
      outcome.done(t('done.removed', { name }))
    } catch (failure) {
      outcome.failed(failure)
      throw failure
    } finally {
      void refreshTemplates()
    }
  }

  return (
    <div className={classes.list}>
      {templates.items.map(({ id, ...template }) => (
        <TemplateSection
          key={id}
          template={template}
          isDefault={false}
          onEdit={() => onEdit({ id, template })}
          onCopy={() => copy(template)}
          onRemove={() => setRemoving({ id, ...template })}
        />
      ))}
      <TemplateSection
        template={templates.default}
        isDefault
        onEdit={() => {}}
        onCopy={() => copy({ ...templates.default, extendsDefault: false })}
        onRemove={() => {}}
      />
      {removing && (
        <ConfirmDialog
          opened
          onClose={() => setRemoving(null)}
          title={t('remove.title', { name: removing.name })}
          action={t('remove.action')}
          onConfirm={() => remove(removing)}
          dangerous
        >
          <p>{t('remove.text')}</p>
          {reach && <strong>{t('reach.removes', { count: reach.touched.length })}</strong>}
        </ConfirmDialog>
      )}
    </div>
  )
}
