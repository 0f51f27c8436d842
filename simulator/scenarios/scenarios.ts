import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readScenario, type Scenario, ScenarioError } from '../scenario.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The names of the scenarios that come with Voltyard. */
export function scenarioNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
}

/** A scenario that comes with Voltyard, by its name, or one in a file of the user. Throws a `ScenarioError`. */
export function findScenario(nameOrFile: string): Scenario {
  const isFile = /[./\\]/.test(nameOrFile)
  if (!isFile && !scenarioNames().includes(nameOrFile)) {
    throw new ScenarioError(`There is no scenario "${nameOrFile}": there is ${scenarioNames().join(', ')}, or a file.`)
  }
  return parse(isFile ? nameOrFile : `${folder}${nameOrFile}.json`)
}

function parse(file: string): Scenario {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new ScenarioError(`The scenario ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ScenarioError(`The scenario ${file} is no JSON: ${(error as Error).message}.`)
  }
  try {
    return readScenario(value)
  } catch (error) {
    if (error instanceof ScenarioError) throw new ScenarioError(`The scenario ${file} cannot be used: ${error.message}`)
    throw error
  }
}
