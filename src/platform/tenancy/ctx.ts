import type { Trx } from '../db/index.ts';
import type { Network } from './network.ts';

export type Role = 'member' | 'lead' | 'coordinator' | 'administrator' | 'auditor';

/** Who acts. `public` is anybody; `person` holds a private link; `operator` sits at the machine. */
export type Actor =
  | { kind: 'public' }
  | { kind: 'person'; id: string }
  | { kind: 'account'; id: string; name: string; roles: Role[] }
  | { kind: 'operator' }
  | { kind: 'system' };

/** What a rule, query or command knows of its surroundings. Nothing else is ambient. */
export type Ctx = { trx: Trx; actor: Actor; network: Network; locale: string; now: Date };
