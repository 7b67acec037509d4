import { z } from '@hono/zod-openapi';
import { exportAnswer } from '../deeds/export-feeds.ts';
import type { WebDeps } from '../deps.ts';
import { guarded, openApi } from './contract.ts';

export function sourceExportRoutes(deps: WebDeps) {
  return openApi().openapi(
    guarded('read', {
      method: 'get',
      path: '/sources/export',
      tags: ['Sources'],
      summary: 'All feeds as an OPML list that other readers can import',
      responses: {
        200: { description: 'The list.', content: { 'text/x-opml': { schema: z.string() } } },
      },
    }),
    () => exportAnswer(deps),
  );
}
