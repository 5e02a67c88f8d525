export { type ApiDocument, apiDocument } from './document.ts';
export { type ApiEvent, type ApiOperation, type ApiReader, openApiPath, parametersOf } from './operation.ts';
