import type { Trx } from '../db/index.ts';
import type { Network } from './network.ts';

export type Role = 'supporter' | 'member' | 'lead' | 'coordinator' | 'administrator' | 'auditor';

/** Who acts. `public` is anybody; `person` holds a private link; `operator` sits at the machine. */
export type Actor =
  | { kind: 'public' }
  | { kind: 'person'; id: string }
  | {
      kind: 'account';
      id: string;
      name: string;
      /** The roles that hold now, in this session. */
      roles: Role[];
      /** Roles granted to her that wait until this session has a second factor. */
      waiting?: Role[];
      /** When she last proved in this session who she is. */
      provedAt?: Date;
    }
  | { kind: 'operator' }
  | { kind: 'system' };

/** What a rule, query or command knows of its surroundings. Nothing else is ambient. */
export type Ctx = { trx: Trx; actor: Actor; network: Network; locale: string; now: Date };
