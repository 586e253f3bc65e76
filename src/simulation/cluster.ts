/** A cluster to begin with that can do everything, also read texts: clusterBuild.ts with the readers of manifests. */
import { buildCluster } from './clusterBuild';
import type { ClusterSpec } from './clusterSpec';
import { readManifestText } from './readManifestText';
import type { RunOptions, Simulation } from './simulation';

/** A run that begins with this cluster. The same description, options and seed give the same run. */
export const startCluster = (spec: ClusterSpec, seed = 1, options: RunOptions = {}): Simulation =>
  buildCluster(spec, seed, { readText: readManifestText, ...options });
