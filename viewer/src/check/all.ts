/** Everything, for tests and for other programs. */
export * as ball from './ball';
export * as functions from './functions';
export * as exact from './exact';
export * as json from './json';
export * as claim from './claim';
export * as file from './file';
export * as tree from './tree';
export * as check from './check';
export * as conic from './conic';
export * as sha from './sha256';
export * as swept from './swept';
export * as box from './box';
