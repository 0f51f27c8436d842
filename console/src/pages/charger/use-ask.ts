import { useTranslation } from 'react-i18next'
import type { CommandRequest, CommandView } from '../../../../api/console/wire/chargers.ts'
import { post } from '../../api/request.ts'
import { announce, useOutcome } from '../../parts/use-outcome.tsx'
import { commandTitle } from './command-text.ts'

/** Asks a charger for something, and rejects when that could not be asked. What becomes of it the page shows by itself. */
export function useAsk(chargerId: number): (request: CommandRequest) => Promise<void> {
  const { t } = useTranslation('charger')
  const outcome = useOutcome()
  return async (request) => {
    try {
      const command = await sendFrom(chargerId, request)
      announce(t('commands.asked', { command: commandTitle(t, command) }))
    } catch (error) {
      outcome.failed(error)
      throw error
    }
  }
}

/** The same from a form, which tells by itself what was refused. */
export function sendFrom(chargerId: number, request: CommandRequest): Promise<CommandView> {
  return post<CommandView>(`chargers/${chargerId}/commands`, request)
}
