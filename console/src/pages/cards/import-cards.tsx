import { useTranslation } from 'react-i18next'
import { ImportCsv } from '../../parts/import-csv/import-csv.tsx'
import { cardTemplate } from './card-template.ts'
import { refreshCards } from './use-cards.ts'

/** The button that imports cards. */
export function ImportCards() {
  const { t } = useTranslation('cards')
  return (
    <ImportCsv
      path="cards/import"
      title={t('import.title')}
      intro={t('import.intro')}
      columns={t('import.columns')}
      template={{ name: 'cards.csv', text: cardTemplate }}
      words={{
        start: (count) => t('import.start', { count }),
        done: (count) => t('import.done', { count }),
      }}
      onImported={() => void refreshCards()}
    />
  )
}
