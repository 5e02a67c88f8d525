export { type CleanImage, cleanImage, type ImageRefusal } from './image.ts';
export { type FileStore, isKey, openFileStore, type Received, type Span, TooLarge } from './store.ts';
export { NotNext } from './unfinished.ts';
export { readZip, writeZip, type ZipEntry, ZipFault } from './zip.ts';
