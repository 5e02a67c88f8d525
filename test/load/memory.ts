import type { Result } from './report.ts';
import type { Bench } from './world.ts';
export async function memory(_bench: Bench): Promise<Result[]> {
  return [];
}
