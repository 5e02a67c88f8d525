export { actorOf, sessionCookie, startSession } from './session.ts';
