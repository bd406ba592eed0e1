import { perLocale } from './perLocale.ts'

/** A sentence for each plural form of a language; `#` is the number. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

const rulesOf = /* @__PURE__ */ perLocale((locale) => new Intl.PluralRules(locale))
const numbersOf = /* @__PURE__ */ perLocale((locale) => new Intl.NumberFormat(locale))

/** The sentence for a number, by the language's own plural rules. */
export function plural(count: number, locale: string, forms: PluralForms): string {
  const form = forms[rulesOf(locale).select(count)] ?? forms.other
  return form.replace('#', numbersOf(locale).format(count))
}
