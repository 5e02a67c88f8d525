import type { Bench } from './world.ts';
import type { Result } from './report.ts';
export async function lookup(_bench: Bench): Promise<Result[]> { return []; }
