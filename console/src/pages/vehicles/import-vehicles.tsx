import { useTranslation } from 'react-i18next'
import { ImportCsv } from '../../parts/import-csv/import-csv.tsx'
import { refreshVehicles } from './use-vehicles.ts'

/** The button that imports vehicles. */
export function ImportVehicles() {
  const { t } = useTranslation('vehicles')
  return (
    <ImportCsv
      path="vehicles/import"
      title={t('import.title')}
      intro={t('import.intro')}
      columns={t('import.columns')}
      template={{ name: 'vehicles.csv', text: vehicleTemplate }}
      words={{
        start: (count) => t('import.start', { count }),
        done: (count) => t('import.done', { count }),
      }}
      onImported={() => void refreshVehicles()}
    />
  )
}

const vehicleTemplate = [
  'vehicle;name;vin;battery_kwh;ac_amps;phases;dc_kw;class',
  'BUS-17;Long one;WEB62803512345678;350;;;150;3',
  '',
].join('\r\n')
