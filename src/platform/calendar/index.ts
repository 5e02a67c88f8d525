export { isZone, momentWords, offsetAt, type Reading, readClock, shortMoment, zoneNames, zoneWords } from './clock.ts';
export { type CalendarEntry, writeCalendar } from './ics.ts';
export { zoneLines } from './zone-rules.ts';
