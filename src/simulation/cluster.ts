/** A cluster to begin with that can do everything, also read texts: clusterBuild.ts with the readers of manifests. */
import { buildCluster } from './clusterBuild';
import type { ClusterSpec } from './clusterSpec';
import { readManifestText } from './readManifestText';
import type { RunOptions, Simulation } from './simulation';

/** Beginnings of ready clusters, by all that they depend on: to start one takes as long as most lessons. */
const beginnings = new Map<string, Simulation>();
const MOST_BEGINNINGS = 8;
/** Large clusters are made once, and would be kept in vain. */
const MOST_MACHINES = 20;

const isKept = ({ ready, objects, controlPlanes, workers }: ClusterSpec): boolean =>
  ready === true && !objects?.length && controlPlanes.length + workers.length <= MOST_MACHINES;

/** A run that begins with this cluster. The same description, options and seed give the same run. */
export function startCluster(spec: ClusterSpec, seed = 1, { check = false, readText = readManifestText }: RunOptions = {}): Simulation {
  if (!isKept(spec) || readText !== readManifestText) return buildCluster(spec, seed, { check, readText });
  const key = JSON.stringify([spec, seed, check]);
  const beginning = beginnings.get(key) ?? buildCluster(spec, seed, { check, readText });
  // The one that was asked for last is kept longest.
  beginnings.delete(key);
  beginnings.set(key, beginning);
  for (const oldest of beginnings.keys()) if (beginnings.size > MOST_BEGINNINGS) beginnings.delete(oldest);
  return beginning.fork();
}
