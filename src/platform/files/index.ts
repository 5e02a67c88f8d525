export { type CleanImage, cleanImage, type ImageRefusal } from './image.ts';
export { type FileStore, isKey, openFileStore, type Received, TooLarge } from './store.ts';
export { readZip, writeZip, type ZipEntry, ZipFault } from './zip.ts';
