import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import type { Scope } from '../principal.ts';

/** What every part of the API is made of. Times are ISO 8601 in UTC, days YYYY-MM-DD; what is not known is null. */

/** An API whose invalid input is thrown as the ZodError it is, for the one place that answers errors. */
export function openApi(): OpenAPIHono<WebEnv> {
  return new OpenAPIHono<WebEnv>({
    defaultHook: (result) => {
      if (!result.success) throw result.error;
    },
  });
}

const Problem = z
  .looseObject({
    type: z.string().openapi({ example: '/api/docs#problem-not-found' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
  })
  .openapi('Problem', { description: 'Problem details as of RFC 9457.' });

const PROBLEM_ANSWER = {
  description: 'What went wrong, as problem details.',
  content: { 'application/problem+json': { schema: Problem } },
};

/** A route that only a principal with this scope reaches, and whose errors are problem details. */
export function guarded<P extends string, R extends Omit<RouteConfig, 'path'> & { path: P }>(
  scope: Scope,
  route: R,
) {
  return createRoute({
    ...route,
    description: [route.description, `Needs the scope \`${scope}\`.`].filter(Boolean).join(' '),
    middleware: [need(scope)] as const,
    security: [{ bearer: [] }],
    responses: { ...route.responses, default: PROBLEM_ANSWER },
  });
}

export function answer<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

export function jsonBody<S extends z.ZodType>(schema: S) {
  // Required: without it a body of another content type would pass unread.
  return { required: true, content: { 'application/json': { schema } } };
}

export const NO_CONTENT = { 204: { description: 'Done.' } } as const;

const idOf = () => z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const IdParam = z.object({
  id: idOf().openapi({ param: { name: 'id', in: 'path' }, type: 'integer', example: 1 }),
});

/** An id in a query string. */
export const QueryId = idOf().openapi({ type: 'integer' });

export const Instant = z.string().openapi({ format: 'date-time', example: '2026-03-01T12:00:00.000Z' });

export const Day = z.iso
  .date({ error: 'expected a day like 2026-03-01' })
  .openapi({ format: 'date', example: '2026-03-01' });

export const Name = z.string().trim().min(1, { error: 'expected a name' }).max(200);

export const instant = (at: Date) => at.toISOString();
export const instantOrNull = (at: Date | undefined) => at?.toISOString() ?? null;
