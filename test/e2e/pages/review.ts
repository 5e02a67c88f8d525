import { b, d, type Room, state } from './opening.ts';

/** The pages of the room review. */
export const review: Room = {
  pages: {
    '/:network/:locale/desk/review': [
      state('second look, held', `${d}/desk/review`, 'coordinator', 'Many from one connection'),
      state(
        'second look, look-alikes',
        `${d}/desk/review?show=alike`,
        'coordinator',
        '2 signatures with numbered addresses',
      ),
      state('second look, aside', `${d}/desk/review?show=aside`, 'coordinator', 'Put the ticked ones back'),
      state('second look, nothing', `${b}/desk/review`, 'bare', 'Nothing is held'),
    ],
  },
};
