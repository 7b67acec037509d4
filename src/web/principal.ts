/** Who is asking: a signed-in person, a token, or the operator's own command line on this machine. */
export interface Principal {
  readonly kind: 'user' | 'token' | 'local';
  readonly userId: number | undefined;
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The locations somebody is limited to; undefined: everywhere. */
  readonly locationIds?: readonly number[] | undefined;
}

/**
 * What a principal may do. `read` sees everything but secrets; `places` sees the pages of one's own places and nothing
 * else; each other scope changes one kind of thing; `inbox` answers, `approve` lets the answers of others go out.
 */
export const SCOPES = [
  'read',
  'places',
  'override',
  'alerts',
  'inbox',
  'approve',
  'topics',
  'rules',
  'sources',
  'import',
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];

export const ROLES = ['viewer', 'analyst', 'agent', 'approver', 'admin', 'manager'] as const;
export type Role = (typeof ROLES)[number];

const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['read'],
  agent: ['read', 'override', 'alerts', 'inbox'],
  approver: ['read', 'override', 'alerts', 'inbox', 'approve'],
  analyst: ['read', 'override', 'alerts', 'inbox', 'topics', 'rules', 'sources', 'import'],
  admin: SCOPES,
  // Nothing that needs `read` opens for a manager: what does not ask for a place is closed to them.
  manager: ['places'],
};

/** Who works the inbox for the whole company, or for the places that are set for them. */
export const mayBeLimited = (role: Role): boolean => role === 'agent' || role === 'approver';

/** The locations somebody of this role is limited to; undefined: everywhere. A manager without any has none. */
export function placesOf(role: Role, locationIds: readonly number[]): readonly number[] | undefined {
  if (role === 'manager') return locationIds;
  return mayBeLimited(role) && locationIds.length > 0 ? locationIds : undefined;
}

export const scopesOf = (role: Role): ReadonlySet<Scope> => new Set(SCOPES_OF_ROLE[role]);

/** The operator at the machine: whoever may read the data folder or the database may do everything. */
export const LOCAL_OPERATOR: Principal = {
  kind: 'local',
  userId: undefined,
  name: 'operator',
  scopes: new Set(SCOPES),
};
