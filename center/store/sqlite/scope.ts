export { columnOf, isExact, logOf, prefixesOf, rangeOf } from '../scope.ts';
