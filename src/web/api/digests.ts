import { z } from '@hono/zod-openapi';
import { digestMessage } from '../../alerting/digest-message.ts';
import { CADENCES } from '../../domain/digest.ts';
import { type DigestRow, getDigest, listDigests } from '../../store/digests.ts';
import { getWorkspace } from '../../store/workspace.ts';
import { addDigest, changeDigest, removeDigest, sendDigestNow, tryDigest } from '../deeds/digests.ts';
import type { WebDeps } from '../deps.ts';
import { Area } from './alert-answers.ts';
import {
  answer,
  guarded,
  IdParam,
  Instant,
  instant,
  jsonBody,
  Name,
  NO_CONTENT,
  openApi,
} from './contract.ts';

const tags = ['Digests'];
const Id = z.number().int().positive();

const NewDigest = z.object({
  name: Name.max(120),
  cadence: z.enum(CADENCES),
  weekday: z
    .number()
    .int()
    .min(1)
    .max(7)
    .nullable()
    .default(null)
    .openapi({ description: 'Of a weekly one; 1 is Monday.' }),
  sendAt: z
    .number()
    .int()
    .min(0)
    .max(1439)
    .openapi({ description: "Minute of the day in the workspace's zone." }),
  topicIds: z.array(Id),
  locationId: Id.nullable().default(null),
  area: Area.nullable().default(null),
  destinationIds: z.array(Id).default([]),
  enabled: z.boolean().default(true),
});
const DigestChange = z
  .object({
    ...NewDigest.shape,
    weekday: NewDigest.shape.weekday.removeDefault(),
    locationId: NewDigest.shape.locationId.removeDefault(),
    area: NewDigest.shape.area.removeDefault(),
    destinationIds: NewDigest.shape.destinationIds.removeDefault(),
    enabled: NewDigest.shape.enabled.removeDefault(),
  })
  .partial();
const Digest = NewDigest.extend({ id: Id, author: z.string(), createdAt: Instant }).openapi('Digest');

const Line = z.object({ name: z.string(), lines: z.array(z.string()) });
const Preview = z
  .object({
    title: z.string(),
    summary: z.string(),
    sections: z.array(
      z.object({
        title: z.string(),
        facts: z.array(z.object({ name: z.string(), value: z.string() })),
        drivers: z.array(Line),
      }),
    ),
  })
  .openapi('DigestPreview');

/** What is told at a set time whether or not anything happened. */
export function digestRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/digests',
        tags,
        summary: 'All digests',
        responses: { 200: answer(z.object({ digests: z.array(Digest) }), 'Every digest.') },
      }),
      async (c) => c.json({ digests: (await listDigests(db)).map(digestOf) }, 200),
    )
    .openapi(
      guarded('alerts', {
        method: 'post',
        path: '/digests',
        tags,
        summary: 'Add a digest',
        request: { body: jsonBody(NewDigest) },
        responses: { 201: answer(Digest, 'The new digest.') },
      }),
      async (c) => {
        const id = await addDigest(deps, c.get('principal'), inputOf(c.req.valid('json')));
        return c.json(digestOf(await getDigest(db, id)), 201);
      },
    )
    .openapi(
      guarded('read', {
        method: 'post',
        path: '/digests/preview',
        tags,
        summary: 'What a digest would say today; nothing is stored or sent',
        request: { body: jsonBody(NewDigest) },
        responses: { 200: answer(Preview, 'Its words.') },
      }),
      async (c) => {
        const digest = inputOf(c.req.valid('json'));
        const report = await tryDigest(deps, digest);
        const { title, summary, sections } = digestMessage(report, {
          name: digest.name,
          workspace: (await getWorkspace(db)).name,
          origin: undefined,
          page: undefined,
          leave: undefined,
        });
        const words = sections.map(({ title: topic, facts, drivers }) => ({
          title: topic,
          facts: [...facts],
          drivers: drivers.map(({ name, lines }) => ({ name, lines: [...lines] })),
        }));
        return c.json({ title, summary, sections: words }, 200);
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'patch',
        path: '/digests/{id}',
        tags,
        summary: 'Change a digest, or switch it on or off',
        request: { params: IdParam, body: jsonBody(DigestChange) },
        responses: { 200: answer(Digest, 'The digest as it is now.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const change = Object.fromEntries(
          Object.entries(c.req.valid('json')).map(([name, value]) => [name, value ?? undefined]),
        );
        return c.json(digestOf(await changeDigest(deps, c.get('principal'), id, change)), 200);
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'post',
        path: '/digests/{id}/send',
        tags,
        summary: 'Send it now, about the days that have ended',
        request: { params: IdParam },
        responses: { 202: answer(z.object({ issueId: z.number().int() }), 'It is on its way.') },
      }),
      async (c) => {
        const issueId = await sendDigestNow(deps, c.get('principal'), c.req.valid('param').id);
        return c.json({ issueId }, 202);
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'delete',
        path: '/digests/{id}',
        tags,
        summary: 'Remove a digest with all it has said',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeDigest(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
}

/** Null is the API's, undefined ours. */
function inputOf(digest: z.output<typeof NewDigest>) {
  return {
    ...digest,
    weekday: digest.weekday ?? undefined,
    locationId: digest.locationId ?? undefined,
    area: digest.area ?? undefined,
  };
}

function digestOf(digest: DigestRow): z.output<typeof Digest> {
  const { id, name, cadence, sendAt, enabled, author } = digest;
  return {
    id,
    name,
    cadence,
    weekday: digest.weekday ?? null,
    sendAt,
    topicIds: [...digest.topicIds],
    locationId: digest.locationId ?? null,
    area: digest.area ?? null,
    destinationIds: [...digest.destinationIds],
    enabled,
    author,
    createdAt: instant(digest.createdAt),
  };
}
