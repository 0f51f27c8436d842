import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, currentLanguage, type Language, languages } from '../../i18n/language.ts'

/** The choice of language where there is no menu yet. */
export function LanguageLine() {
  const { t } = useTranslation()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language.label')}
      value={currentLanguage()}
      onChange={(value) => void chooseLanguage(value as Language)}
      data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
    />
  )
}
