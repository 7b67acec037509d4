import { z } from '@hono/zod-openapi';
import type { TokenRow } from '../../store/tokens.ts';
import { getUser, listUsers, type UserRow } from '../../store/users.ts';
import { addToken, listTokensFor, removeToken } from '../deeds/tokens.ts';
import { addUser, changeUser, resetPassword } from '../deeds/users.ts';
import type { WebDeps } from '../deps.ts';
import { ROLES, SCOPES } from '../principal.ts';
import {
  answer,
  guarded,
  IdParam,
  Instant,
  instant,
  instantOrNull,
  jsonBody,
  Name,
  NO_CONTENT,
  openApi,
} from './contract.ts';

const User = z
  .object({
    id: z.number().int(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    locationIds: z.array(z.number().int()).openapi({ description: 'The places somebody is limited to.' }),
    createdAt: Instant,
    disabledAt: Instant.nullable(),
  })
  .openapi('User');

const Token = z
  .object({
    id: z.number().int(),
    name: z.string(),
    scopes: z.array(z.string()),
    userId: z.number().int().nullable(),
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
  })
  .openapi('Token');

const Session = z
  .object({
    kind: z.enum(['user', 'token', 'local']),
    name: z.string(),
    userId: z.number().int().nullable(),
    scopes: z.array(z.enum(SCOPES)),
    csrfToken: z
      .string()
      .nullable()
      .openapi({ description: 'For the header X-CSRF-Token; only for a session.' }),
  })
  .openapi('Session');

const Email = z.email({ error: 'expected an e-mail address' }).max(254);
const Password = z.string().openapi({ description: 'At least 10 characters.' });

const NewUser = z.object({
  email: Email,
  name: Name.optional(),
  role: z.enum(ROLES).default('viewer'),
  locationIds: z.array(z.number().int().positive()).max(1_000).optional(),
  password: Password.optional().openapi({ description: 'Made and returned once when left out.' }),
});
const UserChange = z
  .object({
    role: z.enum(ROLES),
    password: Password,
    disabled: z.boolean(),
    locationIds: z.array(z.number().int().positive()).max(1_000),
  })
  .partial();
const NewToken = z.object({ name: Name, scopes: z.array(z.enum(SCOPES)).min(1).default(['read']) });

const tags = ['People and tokens'];

export function peopleRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/session',
        tags,
        summary: 'Who is asking, and what they may do',
        responses: { 200: answer(Session, 'The principal.') },
      }),
      async (c) => {
        const { kind, name, userId, scopes } = c.get('principal');
        const csrfToken = c.get('session')?.csrfToken ?? null;
        return c.json({ kind, name, userId: userId ?? null, scopes: [...scopes], csrfToken }, 200);
      },
    )
    .openapi(
      guarded('admin', {
        method: 'get',
        path: '/users',
        tags,
        summary: 'Everybody who can sign in',
        responses: { 200: answer(z.object({ users: z.array(User) }), 'By e-mail address.') },
      }),
      async (c) => c.json({ users: (await listUsers(db)).map(userOf) }, 200),
    )
    .openapi(
      guarded('admin', {
        method: 'post',
        path: '/users',
        tags,
        summary: 'Add somebody',
        request: { body: jsonBody(NewUser) },
        responses: {
          201: answer(
            User.extend({ password: z.string().nullable() }),
            'A made password is shown only here.',
          ),
        },
      }),
      async (c) => {
        const input = c.req.valid('json');
        const added = await addUser(deps, c.get('principal'), input);
        return c.json(
          { ...userOf(added.user), password: input.password === undefined ? added.password : null },
          201,
        );
      },
    )
    .openapi(
      guarded('admin', {
        method: 'get',
        path: '/users/{id}',
        tags,
        summary: 'One person',
        request: { params: IdParam },
        responses: { 200: answer(User, 'The person.') },
      }),
      async (c) => c.json(userOf(await getUser(db, c.req.valid('param').id)), 200),
    )
    .openapi(
      guarded('admin', {
        method: 'patch',
        path: '/users/{id}',
        tags,
        summary: 'Change a role, the places of a manager or a password, switch somebody off or on again',
        request: { params: IdParam, body: jsonBody(UserChange) },
        responses: { 200: answer(User, 'The person as they are now.') },
      }),
      async (c) => {
        const change = c.req.valid('json');
        return c.json(
          userOf(await changeUser(deps, c.get('principal'), c.req.valid('param').id, change)),
          200,
        );
      },
    )
    .openapi(
      guarded('admin', {
        method: 'post',
        path: '/users/{id}/password',
        tags,
        summary: 'Give somebody a new password; one is made where none is sent',
        request: { params: IdParam, body: jsonBody(z.object({ password: Password.optional() })) },
        responses: {
          200: answer(z.object({ password: z.string().nullable() }), 'A made password is shown only here.'),
        },
      }),
      async (c) => {
        const given = c.req.valid('json').password;
        const password = await resetPassword(deps, c.get('principal'), c.req.valid('param').id, given);
        return c.json({ password: given === undefined ? password : null }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/tokens',
        tags,
        summary: 'Your tokens; for an administrator all tokens',
        responses: {
          200: answer(z.object({ tokens: z.array(Token) }), 'Newest first, revoked ones included.'),
        },
      }),
      async (c) => c.json({ tokens: (await listTokensFor(deps, c.get('principal'))).map(tokenOf) }, 200),
    )
    .openapi(
      guarded('read', {
        method: 'post',
        path: '/tokens',
        tags,
        summary: 'Make a token with some of your own scopes',
        request: { body: jsonBody(NewToken) },
        responses: {
          201: answer(Token.extend({ token: z.string() }), 'The token itself is shown only here.'),
        },
      }),
      async (c) => {
        const { token, secret } = await addToken(deps, c.get('principal'), c.req.valid('json'));
        return c.json({ ...tokenOf(token), token: secret }, 201);
      },
    )
    .openapi(
      guarded('read', {
        method: 'delete',
        path: '/tokens/{id}',
        tags,
        summary: 'Revoke a token',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeToken(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
}

function userOf({
  id,
  email,
  name,
  role,
  locationIds,
  createdAt,
  disabledAt,
}: UserRow): z.input<typeof User> {
  return {
    id,
    email,
    name,
    role,
    locationIds: [...locationIds],
    createdAt: instant(createdAt),
    disabledAt: instantOrNull(disabledAt),
  };
}

function tokenOf(token: TokenRow): z.input<typeof Token> {
  return {
    id: token.id,
    name: token.name,
    scopes: [...token.scopes],
    userId: token.userId ?? null,
    createdAt: instant(token.createdAt),
    lastUsedAt: instantOrNull(token.lastUsedAt),
    revokedAt: instantOrNull(token.revokedAt),
  };
}
