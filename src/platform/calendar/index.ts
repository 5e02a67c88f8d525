export { isZone, offsetAt, type Reading, readClock, zoneNames, zoneWords } from './clock.ts';
export { type CalendarEntry, escapeText, foldLine, writeCalendar } from './ics.ts';
export { zoneLines } from './zone-rules.ts';
