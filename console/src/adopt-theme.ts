import {
  convertCssVariables,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core'
import { theme, themeVariables } from './theme.ts'

/**
 * Gives the page the theme's CSS variables. Mantine would write a style element, which the content security policy
 * forbids; a sheet made by script is allowed.
 */
export function adoptTheme(): void {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme)
  const variables = deepMerge(defaultCssVariablesResolver(merged), themeVariables(merged))
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(convertCssVariables(variables, ':root') + schemeMarks)
  document.adoptedStyleSheets.push(sheet)
}

const schemeMarks = `
:root[data-mantine-color-scheme='light'] { --mantine-color-scheme: light; }
:root[data-mantine-color-scheme='dark'] { --mantine-color-scheme: dark; }`
