import type { Bench } from './world.ts';
import type { Result } from './report.ts';
export async function memory(_bench: Bench): Promise<Result[]> { return []; }
