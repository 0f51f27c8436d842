import { chargerAdd } from './charger-add.ts'
import { clientAdd } from './client-add.ts'
import type { Command } from './command.ts'
import { commandReset } from './command-reset.ts'
import { commandStart } from './command-start.ts'
import { commandStop } from './command-stop.ts'
import { commandTrigger } from './command-trigger.ts'
import { commandUnlock } from './command-unlock.ts'
import { helpFor } from './help.ts'
import { migrate } from './migrate.ts'
import { start } from './start.ts'
import { tenantAdd } from './tenant-add.ts'
import { tokenAdd } from './token-add.ts'
import { version } from './version.ts'

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  start,
  migrate,
  tenantAdd,
  chargerAdd,
  tokenAdd,
  clientAdd,
  commandStart,
  commandStop,
  commandReset,
  commandUnlock,
  commandTrigger,
  version,
  helpFor(() => commands),
]
