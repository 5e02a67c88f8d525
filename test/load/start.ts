import type { Result } from './report.ts';
import type { Bench } from './world.ts';
export async function start(_bench: Bench): Promise<Result[]> {
  return [];
}
