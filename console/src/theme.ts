import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, mergeThemeOverrides } from '@mantine/core'

/** Where menus, lists and tooltips are put: see the shell. */
const floating = '#floating'

const volt: MantineColorsTuple = [
  '#e9f8f1',
  '#d3ede1',
  '#a6dcc4',
  '#76caa5',
  '#4fbb8b',
  '#2fa374',
  '#178b60',
  '#0b7a53',
  '#086746',
  '#045438',
]

// Greys with a little of the green, so that what floats fits the page.
const dark: MantineColorsTuple = [
  '#dfe6e2',
  '#c2ccc7',
  '#9aa8a1',
  '#6f7d76',
  '#3a4742',
  '#2b3732',
  '#1d2622',
  '#161d1a',
  '#111714',
  '#0c110f',
]

export const theme = createTheme({
  primaryColor: 'volt',
  primaryShade: 7,
  colors: { volt, dark },
  defaultRadius: 'md',
  autoContrast: true,
  luminanceThreshold: 0.36,
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily:
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  components: {
    // Their lock of the page's scrolling writes a style element, which the content security policy forbids: see page.css.
    // Their head is a header element, which would be a second banner of the page.
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        attributes: { header: { role: 'none' } },
      },
    },
    Drawer: {
      defaultProps: {
        lockScroll: false,
        overlayProps: { backgroundOpacity: 0.45 },
        attributes: { header: { role: 'none' } },
      },
    },
    Alert: { vars: alertColours },
    Tooltip: {
      defaultProps: {
        openDelay: 300,
        withArrow: true,
        events: { hover: true, focus: true, touch: true },
        portalProps: { target: floating },
      },
    },
    // What floats stands within the page's main landmark, so that nothing is outside of one.
    Popover: { defaultProps: { portalProps: { target: floating } } },
    Menu: { defaultProps: { shadow: 'md', withinPortal: true, withInitialFocusPlaceholder: false } },
  },
})

/** The colours that Mantine's defaults do not have: of the page, of states, of charts. */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {
    '--vy-nav-width': '15rem',
    '--vy-header-height': '3.25rem',
  },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#14211b',
    '--mantine-color-dimmed': '#56645d',
    '--mantine-color-anchor': '#0b6f4b',
    '--mantine-color-error': '#c42b2b',
    '--vy-surface': '#f6f8f7',
    '--vy-line': '#e1e7e4',
    '--vy-hover': '#f1f5f3',
    '--vy-good': '#0b7a53',
    '--vy-active': '#0b6fb8',
    '--vy-warn': '#9a5b00',
    '--vy-bad': '#c42b2b',
    '--vy-quiet': '#5d6b64',
    '--vy-good-soft': '#e3f4ec',
    '--vy-active-soft': '#e3f0fa',
    '--vy-warn-soft': '#fdf1dc',
    '--vy-bad-soft': '#fdeaea',
    '--vy-quiet-soft': '#eef1f0',
    '--vy-plot-1': '#0b7a53',
    '--vy-plot-2': '#0b6fb8',
    '--vy-plot-3': '#9a5b00',
    '--vy-plot-4': '#7048a8',
  },
  dark: {
    '--mantine-color-body': '#121816',
    '--mantine-color-text': '#e3e9e6',
    '--mantine-color-dimmed': '#9aa8a1',
    '--mantine-color-anchor': '#5fcf9f',
    '--mantine-color-error': '#ff8a8a',
    '--mantine-color-default': '#1a221f',
    '--mantine-color-default-hover': '#222c28',
    '--mantine-color-default-border': '#33403a',
    '--mantine-color-placeholder': '#82918a',
    '--vy-surface': '#0c110f',
    '--vy-line': '#26302c',
    '--vy-hover': '#1a221f',
    '--vy-good': '#5fcf9f',
    '--vy-active': '#6cb8f0',
    '--vy-warn': '#f0b35c',
    '--vy-bad': '#ff8a8a',
    '--vy-quiet': '#9aa8a1',
    '--vy-good-soft': '#12301f',
    '--vy-active-soft': '#10283c',
    '--vy-warn-soft': '#362508',
    '--vy-bad-soft': '#3c1717',
    '--vy-quiet-soft': '#222a27',
    '--vy-plot-1': '#4fc394',
    '--vy-plot-2': '#6cb8f0',
    '--vy-plot-3': '#f0b35c',
    '--vy-plot-4': '#b79be8',
  },
})

// Mantine's tints of alerts are loud in the dark; these are the page's own.
function alertColours(_: unknown, { color }: { color?: string | undefined }) {
  const tone = { orange: 'warn', yellow: 'warn', red: 'bad', gray: 'quiet', volt: 'good', blue: 'active' }[
    color ?? 'volt'
  ]
  const root = tone ? { '--alert-bg': `var(--vy-${tone}-soft)`, '--alert-color': `var(--vy-${tone})` } : {}
  return { root }
}

export interface ThemeWords {
  close: string
  showPassword: string
}

/** The theme with the words it needs: every button that Mantine makes has a name in the person's language. */
export function themeWithWords({ close, showPassword }: ThemeWords) {
  return mergeThemeOverrides(theme, {
    components: {
      CloseButton: { defaultProps: { 'aria-label': close } },
      PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': showPassword } } },
    },
  })
}
