import { LOCATIONS, type Location } from './catalogue.ts';
import type { Channel } from './stories.ts';

export type TopicKind = 'brand' | 'product' | 'campaign' | 'competitor' | 'theme';
export type FeedFormat = 'rss' | 'atom' | 'json' | 'rdf';

export interface SampleFeed {
  readonly channel: Channel;
  /** Path on the sample feed server. */
  readonly path: string;
  readonly name: string;
  readonly format: FeedFormat;
  /** Settings of the source, without its address. */
  readonly settings: { readonly kind?: 'mention' | 'review'; readonly language?: string };
}

export interface SampleCompany {
  readonly name: string;
  readonly timeZone: string;
  readonly app: string;
  readonly loyaltyCard: string;
  readonly campaign: string;
  readonly competitor: string;
  readonly locations: readonly Location[];
  readonly touchpoints: readonly { readonly code: string; readonly name: string }[];
  readonly topics: readonly { readonly name: string; readonly kind: TopicKind; readonly query: string }[];
  /** What is watched; their topics go with the sample, and they with their topics. */
  readonly alertRules: readonly {
    readonly name: string;
    readonly topic: string;
    readonly kind: 'spike' | 'mention';
    readonly severity: 'info' | 'warning' | 'critical';
    readonly sensitivity: 'fewer' | 'balanced' | 'more';
    readonly phrases: readonly string[];
  }[];
  readonly feeds: readonly SampleFeed[];
}

const CLEANLINESS_WORDS = [
  '(store OR shop OR branch OR floor OR toilet* OR "changing room*" OR carpet*) NEAR/12 (clean* OR dirt* OR filth* OR spotless OR immaculate OR disgusting OR grim OR grubby OR dust*)',
  'sauber* OR dreck* OR geputzt OR ekelhaft',
  'propre* OR sale OR sales OR crasseu* OR dégoûtant* OR dégueulasse* OR ménage OR poussière*',
  'limpi* OR limpísimo OR sucio* OR asqueroso OR pulit* OR pulitissimo OR sporc* OR disgustoso',
];

/** Fernwheel, a made-up chain of cycling and outdoor shops with a web shop, an app and a loyalty card. */
export const sampleCompany: SampleCompany = {
  name: 'Fernwheel',
  timeZone: 'Europe/Berlin',
  app: 'Fernwheel app',
  loyaltyCard: 'Fern Card',
  campaign: 'Second Spin',
  competitor: 'Montrello',
  locations: LOCATIONS,
  touchpoints: [
    { code: 'discover', name: 'Discover' },
    { code: 'buy', name: 'Buy' },
    { code: 'receive', name: 'Receive' },
    { code: 'use', name: 'Use' },
    { code: 'get-help', name: 'Get help' },
    { code: 'renew', name: 'Renew' },
  ],
  topics: [
    // Only our own review pages carry stars, so a rating is as good as the name.
    { name: 'Fernwheel', kind: 'brand', query: 'fernwheel* OR "fern card" OR rating:>=1' },
    { name: 'Montrello', kind: 'competitor', query: 'montrello*' },
    { name: 'Second Spin', kind: 'campaign', query: '"second spin" OR secondspin' },
    {
      name: 'Heron and Brook bikes',
      kind: 'product',
      query: '("heron 3" OR "heron e" OR "heron gravel" OR brook*) NOT montrello',
    },
    {
      name: 'Delivery',
      kind: 'theme',
      query:
        '(deliver* OR courier* OR parcel* OR shipping OR shipped OR tracking OR lieferung OR liefer* OR geliefert OR paket* OR versand* OR sendung* OR livr* OR colis OR envío* OR entrega* OR paquete* OR repartidor OR spedizion* OR consegn* OR pacco OR corriere) NOT montrello',
    },
    {
      name: 'App and login',
      kind: 'theme',
      query:
        'app OR appli OR login OR "log in" OR "logged out" OR "sign in" OR einloggen OR anmeldung OR anmelden OR ausgeloggt OR connexion OR connecter OR "iniciar sesión" OR "inicio de sesión" OR accedere OR accesso OR (update* NEAR/8 (login OR account OR version)) OR actualización OR aggiornamento OR "mise à jour"',
    },
    {
      name: 'Staff and workshop',
      kind: 'theme',
      query:
        'staff OR team OR assistant OR mechanic* OR workshop OR personal OR mitarbeiter* OR verkäufer* OR beratung OR werkstatt OR vendeur* OR équipe OR personnel OR atelier OR dependiente OR equipo OR taller OR commesso OR personale OR officina',
    },
    {
      name: 'Clean stores',
      kind: 'theme',
      query: CLEANLINESS_WORDS.map((words) => `(${words})`).join(' OR '),
    },
    { name: 'Lyon', kind: 'theme', query: 'location:LYO-01 OR lyon OR lione' },
    { name: 'Unhappy in Germany', kind: 'theme', query: 'lang:de AND rating:<=2' },
  ],
  alertRules: [
    {
      name: 'Delivery upsets people',
      topic: 'Delivery',
      kind: 'spike',
      severity: 'warning',
      sensitivity: 'balanced',
      phrases: [],
    },
    {
      name: 'The app locks people out',
      topic: 'App and login',
      kind: 'spike',
      severity: 'critical',
      sensitivity: 'balanced',
      phrases: [],
    },
    {
      name: 'More unhappy people about Fernwheel',
      topic: 'Fernwheel',
      kind: 'spike',
      severity: 'warning',
      sensitivity: 'balanced',
      phrases: [],
    },
    {
      name: 'Words that must not wait',
      topic: 'Fernwheel',
      kind: 'mention',
      severity: 'critical',
      sensitivity: 'balanced',
      phrases: ['lawsuit', 'lawyer', 'accident', 'injur*', 'data leak'],
    },
  ],
  feeds: [
    {
      channel: 'reviews',
      path: '/reviews.json',
      name: 'Store and shop reviews',
      format: 'json',
      settings: { kind: 'review' },
    },
    {
      channel: 'app',
      path: '/app-reviews.json',
      name: 'App reviews',
      format: 'json',
      settings: { kind: 'review' },
    },
    {
      channel: 'social',
      path: '/social.json',
      name: 'Social posts',
      format: 'json',
      settings: { kind: 'mention' },
    },
    {
      channel: 'forum',
      path: '/forum.atom',
      name: 'Riders forum',
      format: 'atom',
      settings: { kind: 'mention' },
    },
    {
      channel: 'news',
      path: '/news.xml',
      name: 'News and blogs',
      format: 'rss',
      settings: { kind: 'mention' },
    },
    {
      channel: 'letters',
      path: '/letters.rdf',
      name: 'Club letters',
      format: 'rdf',
      settings: { kind: 'mention' },
    },
  ],
};
