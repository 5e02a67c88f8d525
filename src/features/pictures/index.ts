import type { Feature } from '../../platform/registry/index.ts';
import { removal, sweep } from './jobs.ts';
import { retain } from './picture.ts';
import { routes, sendPicture } from './routes.tsx';

export { PictureField } from './pages/field.tsx';
export { type ReceivedPicture, receivePicture, removePicture } from './picture.ts';
export { type Picture, pictureOf, picturesOf } from './queries.ts';

export { sendPicture };

export const feature: Feature = {
  name: 'pictures',
  routes,
  jobs: { 'pictures.removal': removal, 'pictures.sweep': sweep },
  recurring: [{ job: 'pictures.sweep', everyMinutes: 24 * 60 }],
  retain,
};
