import { Alert, Button, FileButton, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconDownload, IconFileTypeCsv, IconUpload } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportReport } from '../../../../api/console/wire/administration.ts'
import { post } from '../../api/request.ts'
import { failureText } from '../failure-text.ts'
import { saveFile } from '../save-file.ts'
import { useOutcome } from '../use-outcome.tsx'
import classes from './import-csv.module.css'
import { ImportResult } from './import-result.tsx'
import { csvTextOf, importView, mostBytes } from './import-view.ts'

interface Checked {
  name: string
  text: string
  report: ImportReport
}

interface ImportCsvProps {
  /** Where the file is sent: `cards/import`. */
  path: string
  title: string
  /** What the file is, and what is done with it. */
  intro: string
  /** What its columns are. */
  columns: string
  template: { name: string; text: string }
  /** What a button and an outcome say of so many. */
  words: { start: (count: number) => string; done: (count: number) => string }
  onImported?: () => void
  /** What the person has to see of a report before the dialog may be closed, as passwords; null when there is nothing. */
  after?: (report: ImportReport, onSeen: () => void) => ReactNode
}

/** The button that imports a table, and its dialog: a file, its check, and only then the import. */
export function ImportCsv({ path, title, intro, columns, template, words, onImported, after }: ImportCsvProps) {
  const { t } = useTranslation('importing')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const [opened, { open, close }] = useDisclosure(false)
  const [checking, setChecking] = useState<string | null>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [importing, setImporting] = useState(false)
  const [result, setResult] = useState<ImportReport | null>(null)
  const [seen, setSeen] = useState(false)
  const mayClose = result === null || seen
  // Else the same file, mended, could not be chosen again.
  const forgetFile = useRef<() => void>(null)
  const view = checked && importView(checked.report)

  function reset() {
    setChecked(null)
    setProblem(null)
  }

  function closeAll() {
    if (!mayClose) return
    close()
    reset()
    setResult(null)
    setSeen(false)
  }

  async function check(file: File | null) {
    if (!file) return
    forgetFile.current?.()
    reset()
    if (file.size > mostBytes) return setProblem(t('tooLarge', { limit: mostBytes / 1024 / 1024 }))
    setChecking(file.name)
    try {
      const text = csvTextOf(new Uint8Array(await file.arrayBuffer()))
      if (text === null) return setProblem(t('notText'))
      const report = await post<ImportReport>(path, text, { dryRun: true })
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
      const report = await post<ImportReport>(path, text, { skipBad })
      if (report.rolledBack) {
        setChecked({ name, text, report })
        return setProblem(t('notWritten'))
      }
      onImported?.()
      const said = [words.done(report.imported + report.changed)]
      if (report.badLines > 0) said.push(t('skipped', { count: report.badLines }))
      outcome.done(said.join('. '))
      reset()
      if (after?.(report, () => {})) setResult(report)
      else close()
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
        className={classes.short}
        onClick={open}
      >
        <span className={classes.wide}>{tCommon('actions.import')}</span>
      </Button>
      <Modal opened={opened} onClose={closeAll} title={title} size="lg" withCloseButton={mayClose}>
        {result !== null && (
          <Stack>
            {after?.(result, () => setSeen(true))}
            <Group justify="flex-end">
              <Button variant="default" disabled={!mayClose} onClick={closeAll}>
                {tCommon('actions.close')}
              </Button>
            </Group>
          </Stack>
        )}
        {result === null && (
          <Stack>
            {!checked && (
              <>
                <Text size="sm">{intro}</Text>
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
                      {picker(t('choose'), true)}
                      <Text size="sm" c="dimmed">
                        {t('drop')}
                      </Text>
                    </>
                  ) : (
                    <Group role="status">
                      <Loader size="sm" />
                      <Text size="sm">{t('checking', { file: checking })}</Text>
                    </Group>
                  )}
                </div>
                <Text size="sm" c="dimmed">
                  {columns}
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
                  onClick={() => saveFile(template.name, template.text)}
                >
                  {t('template')}
                </Button>
              )}
              {checked && view && (
                <>
                  {picker(t('another'), view.writable === 0)}
                  {view.writable > 0 && (
                    <Button loading={importing} onClick={() => void start(checked, view.badLines > 0)}>
                      {view.badLines > 0 ? t('goodOnly', { count: view.writable }) : words.start(view.writable)}
                    </Button>
                  )}
                </>
              )}
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}
