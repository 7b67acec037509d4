/** What may stand in a saved reply between {{ and }}, and what it says in words. */
export const REPLY_VARIABLES = {
  author: 'the name of whom you answer',
  product: 'the product the mention is about',
  location: 'the place the mention is about',
  source: 'where the mention was written',
  agent: 'your own name',
  company: 'the name of your company',
} as const;
export type ReplyVariable = keyof typeof REPLY_VARIABLES;
export type VariableValues = Readonly<Partial<Record<ReplyVariable, string>>>;

const VARIABLE = /\{\{\s*([\p{L}\p{N}_-]+)\s*\}\}/gu;

/** Names between {{ and }}, each once, as they are written. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name]) => name as string))];
}

/** Fills in what is known; what is not stays as it is, to be asked for. */
export function fillIn(text: string, values: Readonly<Record<string, string | undefined>>): string {
  return text.replace(VARIABLE, (whole, name: string) => {
    const value = values[name]?.trim();
    return value ? value : whole;
  });
}

/** What a text still asks for. Nothing goes out while there is any. */
export const missingIn = (text: string): string[] => variablesIn(text);

/** A word in braces that no variable is made of: it would go to the customer as it stands. */
export function strayBraces(text: string): string | undefined {
  return STRAY.exec(text.replace(VARIABLE, ''))?.[0];
}

const STRAY = /\{{1,2}\s*[\p{L}\p{N}_-]+(?:\s*\})?/u;
