import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandRequest, CommandView } from '../../../../api/console/wire/chargers.ts'
import { get, post } from '../../api/request.ts'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { useLive } from '../../live/live.ts'
import { announce, useOutcome } from '../../parts/use-outcome.tsx'
import { endedBy, mergeCommands } from './command-progress.ts'
import { commandTitle, outcomeText } from './command-text.ts'

export interface Commands {
  commands: readonly CommandView[]
  /** Asks the charger; true when the request was taken. What becomes of it shows in `commands`. */
  send: (request: CommandRequest) => Promise<boolean>
  sending: boolean
  /** Takes back one that was not sent yet. */
  cancel: (id: number) => Promise<void>
}

/** What anybody asked of a charger, as its outcomes come. Ended commands are said aloud. */
export function useCommands(chargerId: number): Commands {
  const { t } = useTranslation('charger')
  const words = useOcppWords()
  const client = useQueryClient()
  const outcome = useOutcome()
  const [sending, setSending] = useState(false)
  const queryKey = ['charger', chargerId, 'commands']
  const known = () => client.getQueryData<CommandView[]>(queryKey) ?? []
  const { data } = useQuery({
    queryKey,
    async queryFn({ signal }) {
      const { items } = await get<{ items: CommandView[] }>(`chargers/${chargerId}/commands`, { limit: 50 }, signal)
      return mergeCommands(known(), items)
    },
  })

  function take(news: readonly CommandView[]) {
    for (const command of endedBy(known(), news)) {
      const text = outcomeText(t, words, command)
      announce(
        t('commands.announced', { command: commandTitle(t, command), outcome: `${text.word} ${text.why ?? ''}` }),
      )
    }
    client.setQueryData<CommandView[]>(queryKey, mergeCommands(known(), news))
  }

  useLive('commands', ({ commands }) => {
    const own = commands.filter((command) => command.chargerId === chargerId)
    if (own.length > 0) take(own)
  })

  async function send(request: CommandRequest): Promise<boolean> {
    setSending(true)
    try {
      const command = await post<CommandView>(`chargers/${chargerId}/commands`, request)
      announce(t('commands.asked', { command: commandTitle(t, command) }))
      take([command])
      return true
    } catch (error) {
      outcome.failed(error)
      return false
    } finally {
      setSending(false)
    }
  }

  async function cancel(id: number): Promise<void> {
    try {
      take([await post<CommandView>(`commands/${id}/cancel`)])
    } catch (error) {
      outcome.failed(error)
      void client.invalidateQueries({ queryKey })
    }
  }

  return { commands: data ?? [], send, sending, cancel }
}
