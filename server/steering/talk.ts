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

  /**
   * Resolves when the command has ended, however. It goes to a charger that is connected, also while that has much to
   * tell: what it goes by has to be known soon.
   */
  async ask(
    charger: ChargerRef,
    request: CommandRequest,
    { withinSeconds, afterSeconds = 0 }: { withinSeconds: number; afterSeconds?: number },
  ): Promise<Command> {
    const { now, settings, chargerLink } = this.#ctx
    const after = (seconds: number) => now().add({ milliseconds: Math.round(seconds * 1_000 * settings.clockRate) })
    const notBefore = afterSeconds > 0 ? { notBefore: after(afterSeconds) } : {}
    const command = await this.#ctx.transaction((tx) =>
      tx.commands.add(charger, request, after(afterSeconds + withinSeconds), notBefore),
    )
    chargerLink.commandsWaiting(charger)
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
