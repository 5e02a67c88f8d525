import { root } from './platform/db/root.ts';
console.log(root);
