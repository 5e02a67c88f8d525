export type FileStore = { folder: string };
