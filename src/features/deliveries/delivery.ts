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
  | 'repeated';

/** One letter to one post, as its writer sees it. */
export type Delivery = {
  postId: string;
  /** "Member of the Assembly, Lakeside", in the reader's language. */
  postLabel: string;
  officialName: string | null;
  state: DeliveryState;
  at: Date;
  note: string | null;
};
