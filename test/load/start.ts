import type { Bench } from './world.ts';
import type { Result } from './report.ts';
export async function start(_bench: Bench): Promise<Result[]> { return []; }
