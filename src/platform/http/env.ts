import type { Translate } from '../i18n/index.ts';
import type { Actor } from '../tenancy/ctx.ts';
import type { Network } from '../tenancy/network.ts';
import type { Flash } from './flash.ts';
import type { Frame } from './frame.ts';

/** What the middleware has found out about a request, before a feature's handler sees it. */
export type Env = {
  Variables: {
    requestId: string;
    network: Network;
    locale: string;
    t: Translate;
    actor: Actor;
    /** The client's address as far as the configured proxies may be believed. */
    address: string;
    flash: Flash | undefined;
    /** The look of a page in a frame of another site; undefined everywhere else. */
    frame: Frame | undefined;
    now: Date;
    /** This page has a button that asks the browser where somebody is. */
    mayLocate?: true;
    /** What was kept of the network's public pages when the request came. */
    turn?: string;
  };
};
