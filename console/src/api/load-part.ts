import { RequestFailed } from './request.ts'

/** A part of the console, such as a page, could not be loaded. */
export class PartNotLoaded extends RequestFailed {}

/**
 * Loads a part of the console. When it is gone because the server has a newer console, the page is loaded anew, once
 * for each version: what was open before stays open under its address. Otherwise it fails with PartNotLoaded.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const version = await versionOnServer()
    if (version === null) throw new PartNotLoaded(0, 'offline', String(error))
    if (version !== ownVersion() && isFirstReloadFor(version)) {
      location.reload()
      return await new Promise<never>(() => {})
    }
    throw new PartNotLoaded(404, 'bad_answer', String(error))
  }
}

/** Loads the page anew as soon as the server answers: without an answer, nothing would be left of it. */
export async function reloadIfAnswered(): Promise<void> {
  if ((await versionOnServer()) !== null) location.reload()
}

/** The address of the script that the page on the server begins with; null when the server does not answer. */
async function versionOnServer(): Promise<string | null> {
  try {
    const answer = await fetch(document.baseURI, { cache: 'no-cache', headers: { accept: 'text/html' } })
    return answer.ok ? scriptOf(new DOMParser().parseFromString(await answer.text(), 'text/html')) : null
  } catch {
    return null
  }
}

function ownVersion(): string {
  return scriptOf(document)
}

function scriptOf(page: Document): string {
  return page.querySelector('script[type=module][src]')?.getAttribute('src') ?? ''
}

function isFirstReloadFor(version: string): boolean {
  try {
    if (sessionStorage.getItem(reloadedFor) === version) return false
    sessionStorage.setItem(reloadedFor, version)
    return true
  } catch {
    return false
  }
}

const reloadedFor = 'voltyard.reloaded'
