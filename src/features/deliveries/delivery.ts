import type { Channel } from './ladder.ts';

/** The honest state of one letter to one post. */
export type DeliveryState =
  | 'composed'
  | 'queued'
  | 'sent'
  /** Sent, and somebody answered it. */
  | 'answered'
  /** Sent, and a server said later that it could not be delivered. */
  | 'bounced'
  | 'kept'
  | 'failed'
  | 'uncertain'
  | 'withdrawn'
  | 'unreachable'
  | 'repeated'
  /** The next step is hers: she sends, calls or posts. */
  | 'waiting'
  /** She says that she took it. */
  | 'reported'
  | 'to-print'
  | 'printed'
  | 'posted'
  /** A coordinator keeps it out of the print runs. */
  | 'held';

/** One letter to one post, as its writer sees it. */
export type Delivery = {
  /** Empty before the confirmation, when nothing was made yet. */
  id: string;
  postId: string;
  /** "Member of the Assembly, Lakeside", in the reader's language. */
  postLabel: string;
  officialName: string | null;
  channel: Channel;
  /** What the way leads to, as it was when it was taken. */
  address: string | null;
  state: DeliveryState;
  at: Date;
  note: string | null;
};
