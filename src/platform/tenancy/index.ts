export type { Actor, Ctx, Role } from './ctx.ts';
export { listNetworks, type NetworkDirectory, openDirectory } from './directory.ts';
export { inLocale, languageOf, type Network, type NetworkSettings, nextEnd } from './network.ts';
