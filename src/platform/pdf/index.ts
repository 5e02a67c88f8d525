export { unprintable } from './fonts.ts';
export { type Paper, paperOf } from './paper.ts';
export { NotSet, type Pdf, renderPdf, renderPng } from './render.ts';
export { breakable, directionOf, type PrintLine, printLines } from './text.ts';
