import { b, d, page, type Room, state } from './opening.ts';

/** The pages of the room vocabularies. */
export const vocabularies: Room = {
  pages: {
    '/:network/:locale/standards': [
      page('standards', `${d}/standards`),
      page('standards in Spanish', '/network/es/standards'),
    ],
    '/:network/:locale/standards/:instrument': [page('an instrument', `${d}/standards/bangkok-rules`)],
    '/:network/:locale/standards/:instrument/:number': [
      page('a provision', `${d}/standards/bangkok-rules/48`),
      state('a provision that a campaign rests on', '/network/en/standards/bangkok-rules/48', 'public', 'Campaigns'),
    ],
    '/:network/:locale/standards/:instrument/:version/:number': [
      page('a number of an earlier version', `${d}/standards/mandela-rules/1955/23`),
    ],
    '/:network/:locale/issues': [page('issues', `${d}/issues`)],
    '/:network/:locale/issues/:id': [
      page('issue with campaigns', '/network/en/issues/children-inside'),
      page('issue without', `${b}/issues/children-inside`),
    ],
    '/:network/:locale/places': [page('places', '/network/en/places'), page('places of a bare network', `${b}/places`)],
    '/:network/:locale/places/:id': [page('place', '/network/en/places/xx-sampleland')],
  },
};
