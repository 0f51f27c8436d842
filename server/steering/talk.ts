import { askCharger } from '#core/commands/ask-charger.ts'
import type { Command } from '#core/commands/command.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import type { ChargerRef, Context } from '#core/context.ts'

/** Asks chargers and hears how that ended, by whichever node they are connected to. */
export class Talk {
  readonly #ctx: Context
  readonly #open = new Map<number, (command: Command) => void>()
  #reading: Promise<void> | null = null
  #again = false

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** Resolves when the command has ended, however. */
  async ask(charger: ChargerRef, request: CommandRequest, withinSeconds: number): Promise<Command> {
    const command = await askCharger(this.#ctx, charger, request, { withinSeconds })
    return new Promise((resolve) => {
      this.whenEnded(command.id, resolve)
      // It may have ended before anybody listened.
      this.look()
    })
  }

  /** Tells once, soon after the command's end was stored. */
  whenEnded(id: number, tell: (command: Command) => void): void {
    this.#open.set(id, tell)
  }

  /** Something has changed of some commands: looks for those that somebody waits for. */
  look(): void {
    if (this.#open.size === 0) return
    if (this.#reading) {
      this.#again = true
      return
    }
    this.#reading = this.#read()
      .catch((error) => this.#ctx.log.warn({ err: error }, 'the ends of commands could not be read'))
      .finally(() => {
        this.#reading = null
        if (!this.#again) return
        this.#again = false
        this.look()
      })
  }

  async #read(): Promise<void> {
    const ids = [...this.#open.keys()]
    for (let i = 0; i < ids.length; i += batch) {
      const found = await this.#ctx.commands.changed(Number.MAX_SAFE_INTEGER, ids.slice(i, i + batch))
      for (const command of found) {
        if (command.endedAt === null) continue
        const tell = this.#open.get(command.id)
        this.#open.delete(command.id)
        tell?.(command)
      }
    }
  }
}

const batch = 900
