/**
 * The headless library's public face: everything that thinks, nothing that draws. Runs in Node, in a worker and in a page.
 * Version 1; what is exported here keeps its meaning while the version stays.
 */
export const LIBRARY_VERSION = 1;

export { parseManifest } from './manifest/parse';
export { analyseManifest } from './manifest/analyse';
export { classify } from './kubernetes/classify';
export { linuxNamespacesOf, groupsOf } from './kubernetes/linuxNamespaces';
export { validatePodManifest } from './kubernetes/validation';
export { startCluster } from './simulation/cluster';
export type { ClusterSpec } from './simulation/clusterSpec';
export { Simulation } from './simulation/simulation';
export type { TimedAction, UserAction } from './simulation/actions';
export type { Step } from './simulation/step';
export { narrate } from './simulation/narrate';
export { Observer, type LogLine } from './simulation/observe';
