import { coordinates } from '../../platform/access/index.ts';

/** Who may upload pictures, and see those that no public page shows. */
export const mayHandlePictures = coordinates;
