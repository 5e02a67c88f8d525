export { currentMembers } from './queries.ts';
