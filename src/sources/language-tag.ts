/** BCP 47 in its usual spelling ("en_us" becomes "en-US"), or undefined for what is no language tag. */
export function languageTag(tag: string | undefined): string | undefined {
  try {
    const spelled = tag?.trim().replaceAll('_', '-');
    return spelled ? Intl.getCanonicalLocales(spelled)[0] : undefined;
  } catch {
    return undefined;
  }
}
