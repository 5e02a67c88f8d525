/** Mean radius of the Earth in metres (IUGG). */
const earthRadius = 6_371_008.8;
export const metresPerDegree = (earthRadius * Math.PI) / 180;

const radians = Math.PI / 180;

/** Great-circle distance in metres between two points in degrees (haversine). */
export function distanceBetween(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const dLat = Math.sin(((lat2 - lat1) * radians) / 2);
  const dLon = Math.sin(((lon2 - lon1) * radians) / 2);
  const h = dLat * dLat + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * dLon * dLon;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * A flat map around one point, in metres: equirectangular, or azimuthal about the pole where meridians meet.
 * Good to about 3 % within 60 km, which is enough to say "may be near".
 */
export function flatMapAround(lon: number, lat: number): (lon: number, lat: number, into: Float64Array) => void {
  if (Math.abs(lat) > 85) {
    const sign = lat > 0 ? 1 : -1;
    const r0 = (90 - lat * sign) * metresPerDegree;
    const x0 = r0 * Math.cos(lon * radians);
    const y0 = r0 * Math.sin(lon * radians);
    return (x, y, into) => {
      const r = (90 - y * sign) * metresPerDegree;
      into[0] = r * Math.cos(x * radians) - x0;
      into[1] = r * Math.sin(x * radians) - y0;
    };
  }
  const perLongitude = metresPerDegree * Math.cos(lat * radians);
  return (x, y, into) => {
    // The short way round: a point across the antimeridian is near.
    let dx = x - lon;
    if (dx > 180) dx -= 360;
    else if (dx < -180) dx += 360;
    into[0] = dx * perLongitude;
    into[1] = (y - lat) * metresPerDegree;
  };
}

/** Distance from the origin to the segment (x1, y1)–(x2, y2), in the unit of its arguments. */
export function distanceToSegment(x1: number, y1: number, x2: number, y2: number): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, -(x1 * dx + y1 * dy) / length));
  return Math.hypot(x1 + t * dx, y1 + t * dy);
}
