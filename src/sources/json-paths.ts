import { z } from 'zod';

const path = (title: string, what: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({
      title,
      description: `${what}: names joined by dots, as in data.reviews or user.name; $.data[0]["full name"] works as well. Left empty, the usual names are tried.`,
    });

/** Settings that say where things stand in JSON of somebody's own making. */
export const JSON_PATHS = {
  items: path('List', 'Where the list stands in the answer'),
  id: path('Id', 'Where the id stands in an item'),
  title: path('Title', 'Where the title stands in an item'),
  text: path('Text', 'Where the text stands in an item'),
  link: path('Link', 'Where the address stands in an item'),
  author: path('Author', 'Where the author stands in an item'),
  date: path('Date', 'Where the date stands in an item'),
  rating: path('Rating', 'Where the rating stands in an item'),
  ratingMax: z
    .number()
    .positive()
    .optional()
    .meta({ title: 'Highest rating', description: '5 when left empty.' }),
  ratingMin: z.number().min(0).optional().meta({
    title: 'Lowest rating',
    description: '1 when left empty.',
  }),
  reply: path('Owner’s reply', 'Where the answer of the company stands in an item'),
};

/** Names and numbers of a path: "a.b", "a.0.b", "$.a[0].b", "a['full name']". Undefined when it cannot be read. */
export function stepsOf(path: string): readonly string[] | undefined {
  const steps: string[] = [];
  const rest = path.trim().replace(/^\$\.?/, '');
  const step = /\.?(?:\[\s*(?:(\d+|\*)|"([^"]*)"|'([^']*)')\s*\]|([^.[\]]+))/y;
  while (step.lastIndex < rest.length) {
    const found = step.exec(rest);
    if (!found) return undefined;
    steps.push(found[1] ?? found[2] ?? found[3] ?? found[4] ?? '');
  }
  return steps;
}
