import { Button, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ImportCsv } from '../../parts/import-csv/import-csv.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { passwordsCsv } from './passwords-csv.ts'

const template = 'identity,name,evses\r\nDEPOT-A-01,Bay 1,2\r\nDEPOT-A-02,Bay 2,1\r\n'

/** The button that imports chargers. The passwords that it made have to be saved before its dialog closes. */
export function ImportChargers() {
  const { t } = useTranslation('chargers')
  return (
    <ImportCsv
      path="chargers/import"
      title={t('import.title')}
      intro={t('import.intro')}
      columns={t('import.columns')}
      template={{ name: 'chargers.csv', text: template }}
      words={{
        start: (count) => t('import.start', { count }),
        done: (count) => t('import.done', { count }),
      }}
      after={({ added }, onSeen) => {
        const made = added.filter(({ password }) => password !== null)
        if (made.length === 0) return null
        return (
          <>
            <Text size="sm">{t('import.passwords', { count: made.length })}</Text>
            <Button
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => {
                saveFile('charger-passwords.csv', passwordsCsv(made))
                onSeen()
              }}
            >
              {t('import.save')}
            </Button>
          </>
        )
      }}
    />
  )
}
