export { distanceBetween, metresPerDegree } from './distance.ts';
export {
  type Area,
  type Bounds,
  type CheckedGeometry,
  checkGeometry,
  type GeometryFault,
  type MultiPolygon,
  type Polygon,
  type Position,
} from './geometry.ts';
export {
  cellAt,
  cellReach,
  createPointIndex,
  type Found,
  type IndexedArea,
  middleOfCell,
  type Near,
  type PointIndex,
} from './point-index.ts';
