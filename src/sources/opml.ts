import { Parser } from 'htmlparser2';
import { Refused } from '../domain/errors.ts';
import { cleanText, oneLine, shorten } from './clean-text.ts';
import { webUrl } from './web-url.ts';

/** A feed as lists of feeds carry it from one reader to another. */
export interface ListedFeed {
  readonly url: string;
  readonly title?: string;
  /** Names of the folders around it, joined by " / ". */
  readonly folder?: string;
}

export interface FeedList {
  /** In the order of the document, each address once. */
  readonly feeds: readonly ListedFeed[];
  /** Plain sentences about what was left out. */
  readonly warnings: readonly string[];
}

const MOST_FEEDS = 10_000;
const LONGEST_TITLE = 200;
/** Folders in folders; beyond that a document is made to be slow. */
const DEEPEST = 100;

/**
 * The feeds of an OPML document (1.0 and 2.0), folders and all. Reads on where the document is not well-formed.
 * @throws Refused when it is no OPML.
 */
export function readOpml(text: string): FeedList {
  const reader = new OutlineReader();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      onclosetag: (name) => reader.close(name),
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true, decodeEntities: true },
  );
  parser.end(text);
  return reader.list();
}

/** An OPML 2.0 document, one folder an outline. */
export function writeOpml(feeds: readonly ListedFeed[], title: string): string {
  const folders = Map.groupBy(feeds, ({ folder }) => folder);
  const body = [...folders].map(([folder, inside]) => {
    const lines = inside.map(outlineOf);
    return folder === undefined
      ? lines.join('')
      : `<outline${attributes({ text: folder })}>\n${lines.join('')}</outline>\n`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n',
    `<head><title>${escaped(title)}</title></head>\n<body>\n${body.join('')}</body>\n</opml>\n`,
  ].join('');
}

/** Keeps the path of open outlines; the depth of a document costs nothing but this list. */
class OutlineReader {
  private readonly feeds = new Map<string, ListedFeed>();
  private readonly warnings: string[] = [];
  private readonly path: (string | undefined)[] = [];
  private isOpml = false;
  private repeated = 0;
  private left = 0;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'opml') this.isOpml = true;
    if (name !== 'outline' || !this.isOpml) return;
    const address = attributes['xmlurl'];
    const title = titleOf(attributes);
    this.path.push(address === undefined ? title : undefined);
    if (this.path.length > DEEPEST) {
      throw new Refused(
        `The OPML document nests its outlines more than ${DEEPEST} deep. Flatten its folders first.`,
      );
    }
    if (address !== undefined) this.add(address, title);
  }

  close(name: string): void {
    if (name === 'outline') this.path.pop();
  }

  list(): FeedList {
    if (!this.isOpml) {
      throw new Refused(
        'Expected an OPML document, which holds an <opml> element; other readers export one.',
      );
    }
    const again = this.repeated > 0 ? [`${this.repeated} addresses stand in the list more than once`] : [];
    const left =
      this.left > 0 ? [`only the first ${MOST_FEEDS} feeds were read, ${this.left} were left out`] : [];
    return { feeds: [...this.feeds.values()], warnings: [...this.warnings, ...again, ...left] };
  }

  private add(address: string, title: string | undefined): void {
    const url = webUrl(
      address.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://'),
      [],
    );
    if (url === undefined) this.warnings.push(`"${shorten(title ?? '', 60)}" has no address of the web`);
    else if (this.feeds.has(url)) this.repeated += 1;
    else if (this.feeds.size === MOST_FEEDS) this.left += 1;
    else {
      const folder = this.path.filter((part) => part !== undefined).join(' / ');
      this.feeds.set(url, {
        url,
        ...(title === undefined ? {} : { title }),
        ...(folder === '' ? {} : { folder }),
      });
    }
  }
}

function titleOf(attributes: Readonly<Record<string, string>>): string | undefined {
  const title = oneLine(attributes['title']) ?? oneLine(attributes['text']);
  return title === undefined ? undefined : shorten(title, LONGEST_TITLE);
}

function outlineOf({ url, title }: ListedFeed): string {
  return `<outline${attributes({ type: 'rss', text: title ?? url, title: title ?? url, xmlUrl: url })}/>\n`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return cleanText(text).replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}
