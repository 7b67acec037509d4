/** What a link in an invitation says: whose it is, and the score it was clicked for. */
export interface InvitationLink {
  readonly invitationId: number;
  readonly score: number | undefined;
}

/** The end of a link: invitation, score and signature. A score of another link does not fit. */
export function linkPath(link: InvitationLink, signature: string): string {
  return `${link.invitationId}.${link.score ?? 'any'}.${signature}`;
}

/** What is signed: the whole meaning of a link. */
export function linkMeaning(surveyToken: string, { invitationId, score }: InvitationLink): string {
  return `survey ${surveyToken} invitation ${invitationId} score ${score ?? 'any'}`;
}

/** Undefined for what is no link of ours; its signature is yet to be compared. */
export function readLink(path: string): { link: InvitationLink; signature: string } | undefined {
  const [, id = '', score = '', signature = ''] =
    /^(\d{1,15})\.(any|\d{1,2})\.([\w-]{20,64})$/.exec(path) ?? [];
  if (id === '') return undefined;
  return {
    link: { invitationId: Number(id), score: score === 'any' ? undefined : Number(score) },
    signature,
  };
}
