// The rule and its lists, fetched by the island wording when somebody goes to a field: a page that is only read needs none of it.
export { flagsIn, onceEach } from '../wording/rule.ts';
