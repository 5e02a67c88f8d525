import { z } from 'zod';
import type { FindingState, RoleFinding } from './types.ts';

/** What a lookup found, as it travels in a URL: districts and states, never the code, address or point asked about. */
export type CarriedFinding = { divisionIds: string[]; states: { roleId: string; state: FindingState }[] };

const states: readonly FindingState[] = ['found', 'several', 'centroid', 'lines-ended', 'unknown'];
const divisionId = z.string().regex(/^[\x21-\x7e]{1,300}$/);
const roleId = z.string().regex(/^[a-z0-9-]{1,60}:[a-z0-9-]{1,40}$/);
/** A point or code touches a handful of districts for each role; a longer list did not come from us. */
const most = 100;

/** `division=…` for each district (once), `note=STATE.ROLE` for each role, in the order of the findings. */
export function encodeFinding(findings: readonly RoleFinding[]): URLSearchParams {
  const params = new URLSearchParams();
  const divisions = new Set(findings.flatMap((each) => each.divisions.map((division) => division.id)));
  for (const id of [...divisions].slice(0, most)) params.append('division', id);
  for (const { roleId, state } of findings) params.append('note', `${state}.${roleId}`);
  return params;
}

/** Reads what `encodeFinding` wrote. What anybody else wrote is dropped piece by piece; never throws. */
export function decodeFinding(params: URLSearchParams): CarriedFinding {
  const divisionIds = [...new Set(params.getAll('division'))]
    .filter((id) => divisionId.safeParse(id).success)
    .slice(0, most);
  const seen = new Map<string, FindingState>();
  for (const note of params.getAll('note').slice(0, most)) {
    const dot = note.indexOf('.');
    const state = states.find((each) => each === note.slice(0, dot));
    const role = roleId.safeParse(note.slice(dot + 1));
    if (state && role.success && !seen.has(role.data)) seen.set(role.data, state);
  }
  return { divisionIds, states: [...seen].map(([role, state]) => ({ roleId: role, state })) };
}
