import type { Feature } from '../../platform/registry/index.ts';

export { mayKeepLibrary, requireLibraryDesk, visibleWorks } from './access.ts';
export { filesOf, findWork, findWorkById, visibleAmong, type WorkLine, worksOfPublisher } from './queries.ts';
export type { Version, Work, WorkFile } from './work.ts';

export const feature: Feature = { name: 'library' };
