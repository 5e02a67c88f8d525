const degrees = '[+\\-−]?\\d{1,3}(?:[.,]\\d{1,12})?';
const two = new RegExp(`^\\s*(${degrees})(?:\\s*[;,]\\s+|;|\\s+)(${degrees})\\s*$`);

/** Both numbers as a map shows them side by side ("45.42, -75.70"), pasted into the first of two fields; else as they were typed. */
export function splitPoint(latitude: string, longitude: string): { latitude: string; longitude: string } {
  const both = longitude.trim() === '' && latitude.length <= 60 ? two.exec(latitude) : null;
  return both ? { latitude: both[1]!, longitude: both[2]! } : { latitude, longitude };
}
