export type Theme = 'light' | 'dark'

/** Shows the page and the kit in it, light or dark. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
}

/** Makes the page around the kit run from the left or from the right. */
export function showDirection(direction: 'ltr' | 'rtl'): void {
  document.documentElement.dir = direction
}
