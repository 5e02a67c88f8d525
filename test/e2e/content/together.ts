import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';

/** Meetings, documents and decisions of /daylight: of the whole network, and of a group in which the coordinator is a lead. */
export type Together = {
  /** A document of the network in two versions, and one of the group. */
  document: string;
  groupDocument: string;
};

const daylight = '/daylight/en';

export async function makeTogether(app: TestApp, signed: { cookie: string }, group: string): Promise<Together> {
  const [document, groupDocument] = [newId(), newId()];
  const text = { title: 'How we answer the press', body: '## First\n\nAsk her first.\n\nThen answer.', summary: '' };
  await app.post(`${daylight}/documents`, { ...text, id: document }, signed);
  await app.post(
    `${daylight}/documents/${document}/versions`,
    { ...text, body: `${text.body}\n\nWrite down what was said.`, summary: 'What was said', base: '1' },
    signed,
  );
  await app.post(`${daylight}/documents`, { ...text, id: groupDocument, group }, signed);
  return { document, groupDocument };
}
