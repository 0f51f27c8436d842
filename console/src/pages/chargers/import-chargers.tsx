import { Button, Code, FileInput, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDownload, IconFileTypeCsv, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportReport } from '../../../../api/console/wire/administration.ts'
import { post } from '../../api/request.ts'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { BadLines } from './bad-lines.tsx'
import classes from './chargers-page.module.css'
import { offerDownload, passwordsCsv } from './passwords-csv.ts'

/** The button that imports a table of chargers: a trial run first, then what it told is done. */
export function ImportChargers() {
  const { t } = useTranslation('chargers')
  const { t: tCommon } = useTranslation()
  const [opened, { open, close }] = useDisclosure(false)
  const [file, setFile] = useState<File | null>(null)
  const [text, setText] = useState('')
  const [trial, setTrial] = useState<ImportReport | null>(null)
  const [result, setResult] = useState<ImportReport | null>(null)
  const [saved, setSaved] = useState(false)
  const [busy, setBusy] = useState(false)
  const outcome = useOutcome()
  const passwords = result?.added.filter((one) => one.password !== null) ?? []

  function closeAll() {
    if (passwords.length > 0 && !saved) return
    close()
    setFile(null)
    setTrial(null)
    setResult(null)
    setSaved(false)
  }

  async function attempt(run: () => Promise<void>) {
    setBusy(true)
    try {
      await run()
    } catch (error) {
      outcome.failed(error)
    } finally {
      setBusy(false)
    }
  }

  function choose(chosen: File | null) {
    setFile(chosen)
    setTrial(null)
    if (!chosen) return
    void attempt(async () => {
      const content = await chosen.text()
      setText(content)
      setTrial(await post<ImportReport>('chargers/import', content, { dryRun: true }))
    })
  }

  function importNow() {
    void attempt(async () => {
      const report = await post<ImportReport>('chargers/import', text, { skipBad: (trial?.bad.length ?? 0) > 0 })
      setResult(report)
      outcome.done(t('import.done', { count: report.imported }))
    })
  }

  return (
    <>
      <Button
        variant="default"
        aria-label={tCommon('actions.import')}
        leftSection={<IconUpload size={16} aria-hidden />}
        onClick={open}
      >
        <span className={classes.wide}>{tCommon('actions.import')}</span>
      </Button>
      <Modal
        opened={opened}
        onClose={closeAll}
        title={t('import.title')}
        size="lg"
        withCloseButton={passwords.length === 0 || saved}
      >
        {result === null ? (
          <Stack>
            <Text size="sm">{t('import.text')}</Text>
            <Code block>{'identity,name,evses\nDEPOT-A-01,Bay 1,2\nDEPOT-A-02,Bay 2,1'}</Code>
            <FileInput
              label={t('import.file')}
              placeholder={t('import.choose')}
              accept=".csv,text/csv"
              leftSection={<IconFileTypeCsv size={18} aria-hidden />}
              value={file}
              onChange={choose}
              clearable
            />
            {trial && <TrialReport report={trial} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={closeAll}>
                {tCommon('actions.cancel')}
              </Button>
              <Button loading={busy} disabled={!trial || trial.imported + trial.changed === 0} onClick={importNow}>
                {trial ? t('import.button', { count: trial.imported + trial.changed }) : tCommon('actions.import')}
              </Button>
            </Group>
          </Stack>
        ) : (
          <Stack>
            <Text>{t('import.done', { count: result.imported })}</Text>
            {passwords.length > 0 && (
              <>
                <Text size="sm">{t('import.passwords', { count: passwords.length })}</Text>
                <Button
                  variant={saved ? 'default' : 'filled'}
                  leftSection={<IconDownload size={16} aria-hidden />}
                  onClick={() => {
                    offerDownload('charger-passwords.csv', passwordsCsv(passwords))
                    setSaved(true)
                  }}
                >
                  {t('import.save')}
                </Button>
              </>
            )}
            {result.bad.length > 0 && <BadLines bad={result.bad} />}
            <Group justify="flex-end">
              <Button variant="default" disabled={passwords.length > 0 && !saved} onClick={closeAll}>
                {tCommon('actions.close')}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}

function TrialReport({ report }: { report: ImportReport }) {
  const { t } = useTranslation('chargers')
  return (
    <div role="status">
      <Text size="sm" fw={600}>
        {t('import.would')}
      </Text>
      <Text size="sm" className="numbers">
        {t('import.lines', { count: report.lines })} · {t('import.new', { count: report.imported })} ·{' '}
        {t('import.changed', { count: report.changed })} · {t('import.unchanged', { count: report.unchanged })}
      </Text>
      {report.bad.length > 0 && <BadLines bad={report.bad} />}
    </div>
  )
}
