import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendOne } from '../../../src/replying/send-one.ts';
import { createHttp } from '../../../src/sources/http.ts';
import { BEGUN_ANEW } from '../../../src/store/replies.ts';
import { submitReply } from '../../../src/web/deeds/replies.ts';
import { openPlace, type Place } from '../../replying/place.ts';
import { startApi } from '../../sources/servers/api-server.ts';
import github from '../../sources/servers/github.ts';
import { addReadSource, hear } from '../../support/listening.ts';
import { json, type Problem } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

/*
 * What programs and people may do about replies: over the API, with tokens of people in each role.
 */

interface Reply {
  readonly id: number;
  readonly state: string;
  readonly text: string;
  readonly error: string | null;
  readonly author: string;
  readonly events: { readonly deed: string; readonly actor: string }[];
}

const NOW = new Date('2026-11-23T10:00:00Z');
let house: WebHouse;
let place: Place;
const tokens = new Map<string, string>();

beforeAll(async () => {
  const service = await startApi(github);
  house = await openWebHouse({
    now: () => NOW,
  });
  place = await openPlace(house.deps.db, 'github', github, NOW, service);
  for (const role of ['viewer', 'agent', 'approver', 'admin'] as const) {
    const userId = await house.addUser(`${role}@example.com`, role);
    const cookie = await house.signIn(`${role}@example.com`);
    const { csrfToken } = await json<{ csrfToken: string }>(
      house.ask('/api/v1/session', { headers: { cookie } }),
    );
    const scopes = { viewer: ['read'], agent: ['read', 'inbox'], approver: ['read', 'inbox', 'approve'] };
    const wanted = role === 'admin' ? ['read', 'inbox', 'approve', 'admin'] : scopes[role];
    const made = await json<{ token: string }>(
      house.ask('/api/v1/tokens', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'x-csrf-token': csrfToken },
        body: JSON.stringify({ name: `${role}`, scopes: wanted }),
      }),
      201,
    );
    expect(userId).toBeGreaterThan(0);
    tokens.set(role, made.token);
  }
});
afterAll(async () => {
  await place.api.close();
  await house.close();
});

function as(role: string, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${tokens.get(role)}`, 'content-type': 'application/json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return house.ask(`/api/v1${path}`, init);
}

async function say(text: string): Promise<number> {
  const id = await place.say(text);
  await house.classifyAll();
  await house.deps.db`
    insert into inbox_items (mention_id, entered_at, updated_at) values (${id}, ${NOW}, ${NOW})
        on conflict do nothing`;
  return id;
}

const approval = (needsApproval: boolean, mayApproveOwn = false) =>
  json(
    as('admin', 'PUT', '/reply-settings', {
      needsApproval,
      mayApproveOwn,
      company: 'Fernwheel',
      signature: '',
    }),
  );

test('a reply of an agent waits where the team wants that, and an approver lets it go out', async () => {
  await approval(true);
  const id = await say('bad delivery');
  const asked = await json<Reply>(
    as('agent', 'POST', `/mentions/${id}/replies`, { text: 'We are sorry.' }),
    202,
  );
  expect(asked.state).toBe('waiting');
  await json(as('viewer', 'POST', `/replies/${asked.id}/decision`, { deed: 'approve' }), 403);
  await json(as('agent', 'POST', `/replies/${asked.id}/decision`, { deed: 'approve' }), 403);
  const decision = { deed: 'approve', text: 'We are very sorry.', remark: 'warmer' };
  const approved = await json<Reply>(as('approver', 'POST', `/replies/${asked.id}/decision`, decision));
  expect(approved).toMatchObject({ state: 'queued', text: 'We are very sorry.' });
  await json(as('approver', 'POST', `/replies/${asked.id}/decision`, decision), 409);
  const { events } = await json<Reply>(as('viewer', 'GET', `/replies/${asked.id}`));
  expect(events.map(({ deed }) => deed)).toEqual(['asked for approval', 'approved it']);
  const audit = await house.deps.db<{ action: string }>`
    select action from audit_log where action like '%reply%' order by id`;
  expect(audit.map(({ action }) => action)).toEqual([
    'change reply settings',
    'submit reply',
    'approve reply',
  ]);
});

test('nobody approves a reply of their own, unless the team allows it', async () => {
  await approval(true);
  const id = await say('bad price');
  const own = await json<Reply>(as('approver', 'POST', `/mentions/${id}/replies`, { text: 'Sorry.' }), 202);
  expect(own.state).toBe('waiting');
  const refused = await json<Problem>(
    as('approver', 'POST', `/replies/${own.id}/decision`, { deed: 'approve' }),
    422,
  );
  expect(refused.detail).toContain('Somebody else');
  await json(as('approver', 'POST', `/replies/${own.id}/take-back`), 200);
  await approval(true, true);
  const again = await json<Reply>(as('approver', 'POST', `/mentions/${id}/replies`, { text: 'Sorry.' }), 202);
  expect(again.state).toBe('queued');
});

test('one mention is answered by one person, and once unless somebody means it', async () => {
  await approval(false);
  const id = await say('bad support');
  const first = await json<Reply>(as('agent', 'POST', `/mentions/${id}/replies`, { text: 'First.' }), 202);
  await json(as('approver', 'POST', `/mentions/${id}/replies`, { text: 'Second.' }), 409);
  await house.deps.db`update replies set state = 'published', sent_at = ${NOW} where id = ${first.id}`;
  const taken = await json<Problem>(
    as('approver', 'POST', `/mentions/${id}/replies`, { text: 'Second.' }),
    409,
  );
  expect(taken.detail).toContain('has answered this already');
  await json(as('approver', 'POST', `/mentions/${id}/replies`, { text: 'Second.', again: true }), 202);
});

test('many who answer at the same moment get one reply on its way', async () => {
  const id = await say('bad crowd');
  const answers = await Promise.all(
    ['agent', 'approver', 'admin'].map((role) =>
      as(role, 'POST', `/mentions/${id}/replies`, { text: `From ${role}.` }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
});

test('who lost the claim cannot send, and keeps the words', async () => {
  const id = await say('bad claim');
  const [agent] = await house.deps.db<{ id: number }>`select id from users where email = 'agent@example.com'`;
  const until = new Date(NOW.getTime() + 600_000);
  await house.deps.db`
    update inbox_items
       set claimed_by = ${agent?.id ?? 0}, claimed_until = ${until}, claim_number = 3, status = 'claimed'
     where mention_id = ${id}`;
  await json(as('approver', 'POST', `/mentions/${id}/replies`, { text: 'Mine.' }), 409);
  await json(as('agent', 'POST', `/mentions/${id}/replies`, { text: 'Mine.', claimNumber: 2 }), 409);
  const [draft] = await house.deps.db<{ text: string; last_error: string }>`
    select text, last_error from replies where mention_id = ${id} and author = 'token agent'`;
  expect(draft).toMatchObject({
    text: 'Mine.',
    last_error: expect.stringContaining('no longer have this item open'),
  });
  await json(as('agent', 'POST', `/mentions/${id}/replies`, { text: 'Mine.', claimNumber: 3 }), 202);
});

test('a reply that asks for something, or has no words, is refused with what to do', async () => {
  const id = await say('bad words');
  const ask = (text: string) => json<Problem>(as('agent', 'POST', `/mentions/${id}/replies`, { text }), 422);
  expect((await ask('Dear {{author}}')).detail).toContain('{{author}}');
  expect((await ask('  ')).detail).toContain('no words');
});

test('a draft is its author’s', async () => {
  const id = await say('bad draft');
  await json(as('agent', 'POST', `/mentions/${id}/replies`, { text: 'Dear {{who}}' }), 422);
  const [draft] = await house.deps.db<{ id: number }>`select id from replies where mention_id = ${id}`;
  await json(as('agent', 'GET', `/replies/${draft?.id}`));
  await json(as('approver', 'GET', `/replies/${draft?.id}`), 404);
});

test('what could not be sent is tried again, told to be there, or dropped', async () => {
  const id = await say('bad luck');
  const { id: replyId } = await json<Reply>(
    as('agent', 'POST', `/mentions/${id}/replies`, { text: 'Hm.' }),
    202,
  );
  await house.deps.db`
    update replies set state = 'parked', due_at = null, last_error = 'No.', may_have_arrived = true where id = ${replyId}`;
  const { replies } = await json<{ replies: Reply[] }>(as('viewer', 'GET', '/replies?state=parked'));
  expect(replies.map(({ id: one }) => one)).toContain(replyId);
  expect(await json<Reply>(as('agent', 'POST', `/replies/${replyId}/confirm`))).toMatchObject({
    state: 'published',
  });
  await json(as('agent', 'POST', `/replies/${replyId}/drop`), 422);
  await json(as('viewer', 'POST', `/replies/${replyId}/retry`), 403);
});

test('an answer given at the original is marked, and counts as a person’s', async () => {
  const id = await say('bad elsewhere');
  await json(as('agent', 'POST', `/mentions/${id}/replied`, { text: 'By hand.' }), 201);
  const [row] = await house.deps.db<{ n: number }>`
    select count(*) as n from human_replies where mention_id = ${id} and user_id is not null`;
  expect(row?.n).toBe(1);
  const [item] = await house.deps.db<{
    status: string;
  }>`select status from inbox_items where mention_id = ${id}`;
  expect(item?.status).toBe('replied');
});

test('a suggestion and a check are answers, and keep nothing', async () => {
  const id = await say('bad weather');
  const { text } = await json<{ text: string }>(as('agent', 'GET', `/mentions/${id}/reply-suggestion`));
  expect(text).toMatch(/^Hello Mia,/);
  const check = await json<{ remarks: { kind: string }[]; missing: string[] }>(
    as('agent', 'POST', `/mentions/${id}/reply-check`, {
      text: 'SHOUTING AT YOU, {{x}} call 030 123 456 78!!',
    }),
  );
  expect(check.missing).toEqual(['x']);
  expect(check.remarks.map(({ kind }) => kind)).toEqual(['shouting', 'private']);
  const [row] = await house.deps.db<{
    n: number;
  }>`select count(*) as n from replies where mention_id = ${id}`;
  expect(row?.n).toBe(0);
  await json(as('agent', 'POST', `/mentions/${id}/reply-draft`, {}), 422);
});

test('who is limited to a location answers only there', async () => {
  const id = await say('bad place');
  const scopes = new Set(['inbox'] as const);
  const limited = { kind: 'user', userId: undefined, name: 'Ann', scopes, locationIds: [7] } as const;
  const written = { text: 'Hello.', begun: BEGUN_ANEW, claimNumber: undefined, isAgain: false };
  await expect(submitReply(house.deps, limited, id, written)).rejects.toThrow('not Ann');
  const [row] = await house.deps.db<{
    n: number;
  }>`select count(*) as n from replies where mention_id = ${id}`;
  expect(row?.n).toBe(0);
});

test('saved replies are kept, changed, exported and imported again without a change', async () => {
  const input = {
    name: 'Late',
    label: 'negative',
    starsFrom: 1,
    starsTo: 2,
    variants: ['Dear {{author}}, sorry.'],
  };
  const made = await json<{ id: number }>(as('agent', 'POST', '/saved-replies', input), 201);
  await json(as('agent', 'POST', '/saved-replies', input), 409);
  await json(as('agent', 'POST', '/saved-replies', { ...input, name: 'Odd', starsFrom: 5 }), 400);
  for (const text of ['Dear {author},', 'Dear {{author,', 'Dear {{ product }}, {agent }']) {
    const refused = await json<{ detail: string }>(
      as('agent', 'POST', '/saved-replies', { ...input, name: 'Braces', variants: [text] }),
      422,
    );
    expect(refused.detail).toContain('two braces on either side');
  }
  await json(as('agent', 'PUT', `/saved-replies/${made.id}`, { ...input, variants: ['One', 'Two'] }));
  const file = await json<{ savedReplies: unknown[] }>(as('viewer', 'GET', '/saved-replies/export'));
  expect(file.savedReplies).toHaveLength(1);
  await json(as('agent', 'POST', '/saved-replies/import', file), 403);
  expect(await json(as('approver', 'POST', '/saved-replies/import', file))).toMatchObject({
    added: 0,
    changed: 1,
  });
  expect(await json(as('viewer', 'GET', '/saved-replies/export'))).toEqual(file);
  const foreign = { savedReplies: [{ name: 'Far', variants: ['Hi'], source: 'No such source' }] };
  expect(await json(as('approver', 'POST', '/saved-replies/import', foreign))).toMatchObject({
    added: 0,
    rejected: [expect.stringContaining('No such source')],
  });
});

test('a saved reply gives its wordings in turn', async () => {
  const { savedReplies } = await json<{ savedReplies: { id: number }[] }>(
    as('agent', 'GET', '/saved-replies'),
  );
  const saved = savedReplies[0]?.id ?? 0;
  const id = await say('bad turn');
  const next = async () =>
    (await json<{ text: string }>(as('agent', 'GET', `/mentions/${id}/reply-suggestion?saved=${saved}`)))
      .text;
  expect(await next()).toBe('One');
  await house.deps.db`
    insert into replies (mention_id, mention_revision, way, state, text, origin, author, key, saved_reply_id, variant,
                         created_at, updated_at)
    values (${id}, 1, 'source', 'dropped', 'One', 'saved', 'x', 'key-of-a-turn', ${saved}, 0, ${NOW}, ${NOW})`;
  expect(await next()).toBe('Two');
});

test('rules without a person need an approver, start switched off, and stop at once', async () => {
  const { savedReplies } = await json<{ savedReplies: { id: number }[] }>(
    as('agent', 'GET', '/saved-replies'),
  );
  const rule = {
    name: 'Thanks',
    sourceId: place.sourceId,
    language: 'en',
    label: 'positive',
    savedReplyId: savedReplies[0]?.id,
  };
  await json(as('agent', 'POST', '/automatic-replies/rules', rule), 403);
  const made = await json<{ id: number; enabledAt: string | null }>(
    as('approver', 'POST', '/automatic-replies/rules', rule),
    201,
  );
  expect(made.enabledAt).toBeNull();
  await json(as('approver', 'POST', `/automatic-replies/rules/${made.id}/on`));
  expect((await as('approver', 'PUT', '/automatic-replies', { isOn: true, perDay: 3 })).status).toBe(204);
  expect((await as('approver', 'PUT', '/automatic-replies', { isOn: false })).status).toBe(204);
  expect(await json(as('viewer', 'GET', '/automatic-replies'))).toMatchObject({ isOn: false });
  await house.deps.db`update sources set kind = 'google-play' where id = ${place.sourceId}`;
  await json(as('approver', 'POST', `/automatic-replies/rules/${made.id}/off`));
  const refused = await json<Problem>(as('approver', 'POST', `/automatic-replies/rules/${made.id}/on`), 422);
  expect(refused.detail).toContain('agreement');
  await json(
    as('approver', 'POST', `/automatic-replies/rules/${made.id}/consent`, { of: 'Ada, by mail of May 2' }),
  );
  await json(as('approver', 'POST', `/automatic-replies/rules/${made.id}/on`));
  await house.deps.db`update sources set kind = 'github' where id = ${place.sourceId}`;
  expect((await as('approver', 'DELETE', `/automatic-replies/rules/${made.id}`)).status).toBe(204);
});

test('the effect without data says so', async () => {
  const effect = await json<{ lines: { stars: unknown }[] }>(as('viewer', 'GET', '/reply-effect'));
  expect(effect.lines[0]).toMatchObject({ savedReply: null, stars: null, compound: null });
  await json(as('viewer', 'GET', '/reply-effect?days=7'), 400);
});

test('every page about replies is there for who may read', async () => {
  await house.addUser('reader@example.com', 'viewer');
  const cookie = await house.signIn('reader@example.com');
  const paths = ['', '/saved', '/saved/new', '/automatic', '/effect', '/desks', '/settings'];
  for (const path of paths) {
    const answer = await house.ask(`/replies${path}`, { headers: { cookie } });
    expect(answer.status, path).toBe(200);
    const page = await answer.text();
    expect(page, path).not.toContain('Switch them on');
  }
  for (const list of ['waiting', 'parked', 'on-the-way', 'sent']) {
    expect((await house.ask(`/replies?show=${list}`, { headers: { cookie } })).status).toBe(200);
  }
});

test('a reply through the API arrives at the place', async () => {
  const id = await say('bad ending');
  const { id: replyId } = await json<Reply>(
    as('agent', 'POST', `/mentions/${id}/replies`, { text: 'The end.' }),
    202,
  );
  const http = createHttp({
    userAgent: 'Earshot tests',
    allowPrivate: [place.api.host],
    gateways: { 'api.github.com': place.api.url },
  });
  await sendOne({ ...house.deps, http, random: () => 0.5 }, replyId);
  await http.close();
  expect(place.api.world.replies.map(({ text }) => text)).toContain('The end.');
  expect(await json<Reply>(as('agent', 'GET', `/replies/${replyId}`))).toMatchObject({ state: 'published' });
});

test('where a source takes no replies, the text is copied and the item is marked', async () => {
  const sourceId = await addReadSource(house.deps.db, 'A blog', NOW);
  const said = { externalId: 'b1', text: 'bad <b>news</b>', url: 'https://blog.example/1', publishedAt: NOW };
  const [id = 0] = await hear(house.deps.db, { sourceId, now: NOW }, [said]);
  await house.deps.db`
    insert into inbox_items (mention_id, source_id, entered_at, updated_at) values (${id}, ${sourceId}, ${NOW}, ${NOW})
        on conflict do nothing`;
  const refused = await json<Problem>(
    as('agent', 'POST', `/mentions/${id}/replies`, { text: 'Hello.' }),
    422,
  );
  expect(refused.detail).toContain('Open the original and answer there');
  const cookie = await house.signIn('agent@example.com');
  const page = await (await house.ask(`/inbox/${id}`, { headers: { cookie } })).text();
  expect(page).toContain('A blog takes no replies from programs');
  expect(page).toContain('href="https://blog.example/1"');
  expect(page).toContain('Mark as replied');
  expect(page).not.toContain('<b>news</b>');
  await json(as('agent', 'POST', `/mentions/${id}/replied`, { text: 'Hello.' }), 201);
  const after = await (await house.ask(`/inbox/${id}`, { headers: { cookie } })).text();
  expect(after).toContain('Answered at the original');
});
