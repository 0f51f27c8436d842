import { Alert, Button, FileButton, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconDownload, IconFileTypeCsv, IconUpload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportReport } from '../../../../api/console/wire/administration.ts'
import { post } from '../../api/request.ts'
import { failureText } from '../../parts/failure-text.ts'
import { saveFile } from '../../parts/save-file.ts'
import { useOutcome } from '../../parts/use-outcome.tsx'
import page from './cards-page.module.css'
import classes from './import-cards.module.css'
import { ImportResult } from './import-result.tsx'
import { cardTemplate, csvTextOf, importView, mostBytes } from './import-view.ts'
import { refreshCards } from './use-cards.ts'

interface Checked {
  name: string
  text: string
  report: ImportReport
}

/** The button that imports cards, and its dialog: a file, its check, and only then the import. */
export function ImportCards() {
  const { t } = useTranslation('cards')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const [opened, { open, close }] = useDisclosure(false)
  const [checking, setChecking] = useState<string | null>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [importing, setImporting] = useState(false)
  // Else the same file, mended, could not be chosen again.
  const forgetFile = useRef<() => void>(null)
  const view = checked && importView(checked.report)

  function reset() {
    setChecked(null)
    setProblem(null)
  }

  async function check(file: File | null) {
    if (!file) return
    forgetFile.current?.()
    reset()
    if (file.size > mostBytes) return setProblem(t('import.tooLarge', { limit: mostBytes / 1024 / 1024 }))
    setChecking(file.name)
    try {
      const text = csvTextOf(new Uint8Array(await file.arrayBuffer()))
      if (text === null) return setProblem(t('import.notText'))
      const report = await post<ImportReport>('cards/import', text, { dryRun: true })
      setChecked({ name: file.name, text, report })
    } catch (error) {
      setProblem(failureText(tCommon, error))
    } finally {
      setChecking(null)
    }
  }

  async function start({ name, text }: Checked, skipBad: boolean) {
    setImporting(true)
    setProblem(null)
    try {
      const report = await post<ImportReport>('cards/import', text, { skipBad })
      if (report.rolledBack) {
        setChecked({ name, text, report })
        return setProblem(t('import.notWritten'))
      }
      void refreshCards()
      const said = [t('import.done', { count: report.imported + report.changed })]
      if (report.badLines > 0) said.push(t('import.skipped', { count: report.badLines }))
      outcome.done(said.join('. '))
      close()
      reset()
    } catch (error) {
      setProblem(failureText(tCommon, error))
    } finally {
      setImporting(false)
    }
  }

  const picker = (label: string, primary: boolean) => (
    <FileButton resetRef={forgetFile} accept=".csv,.txt,text/csv,text/plain" onChange={(file) => void check(file)}>
      {(props) => (
        <Button {...props} variant={primary ? 'filled' : 'default'} leftSection={<IconUpload size={16} aria-hidden />}>
          {label}
        </Button>
      )}
    </FileButton>
  )

  return (
    <>
      <Button
        variant="default"
        aria-label={tCommon('actions.import')}
        leftSection={<IconUpload size={16} aria-hidden />}
        className={page.short}
        onClick={open}
      >
        <span className={page.wide}>{tCommon('actions.import')}</span>
      </Button>
      <Modal
        opened={opened}
        onClose={() => {
          close()
          reset()
        }}
        title={t('import.title')}
        size="lg"
      >
        <Stack>
          {!checked && (
            <>
              <Text size="sm">{t('import.intro')}</Text>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first */}
              <div
                className={classes.drop}
                onDragOver={(event) => event.preventDefault()}
                onDrop={(event) => {
                  event.preventDefault()
                  void check(event.dataTransfer.files[0] ?? null)
                }}
              >
                {checking === null ? (
                  <>
                    <IconFileTypeCsv size={32} stroke={1.4} aria-hidden />
                    {picker(t('import.choose'), true)}
                    <Text size="sm" c="dimmed">
                      {t('import.drop')}
                    </Text>
                  </>
                ) : (
                  <Group role="status">
                    <Loader size="sm" />
                    <Text size="sm">{t('import.checking', { file: checking })}</Text>
                  </Group>
                )}
              </div>
              <Text size="sm" c="dimmed">
                {t('import.columns')}
              </Text>
            </>
          )}
          {problem && (
            <Alert role="alert" variant="light" color="red" icon={<IconAlertTriangle aria-hidden />}>
              {problem}
            </Alert>
          )}
          {checked && view && <ImportResult name={checked.name} report={checked.report} view={view} />}
          <Group justify="flex-end">
            {!checked && (
              <Button
                variant="subtle"
                leftSection={<IconDownload size={16} aria-hidden />}
                onClick={() => saveFile('cards.csv', cardTemplate)}
              >
                {t('import.template')}
              </Button>
            )}
            {checked && view && (
              <>
                {picker(t('import.another'), view.writable === 0)}
                {view.writable > 0 && (
                  <Button loading={importing} onClick={() => void start(checked, view.badLines > 0)}>
                    {t(view.badLines > 0 ? 'import.goodOnly' : 'import.start', { count: view.writable })}
                  </Button>
                )}
              </>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
