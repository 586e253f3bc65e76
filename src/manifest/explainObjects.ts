/** What the fields around a pod template change: who makes how many pods, and how they are replaced. See explain.ts. */
import { effect, said, type Effect } from './explainWords';

const kinds: Readonly<Record<string, Effect>> = {
  Pod: effect('What', 'No controller wraps it: put into a manifests folder it is a static pod, applied it is a workload without a controller.'),
  Deployment: effect('What', 'A workload: the Deployment makes a ReplicaSet, which makes the pods, and the scheduler gives each a node.'),
  ReplicaSet: effect('What', 'A workload: the ReplicaSet keeps the number of its pods.'),
  DaemonSet: effect('What', 'A workload: one pod for each node that fits, bound to it by the scheduler.'),
  StatefulSet: effect('What', 'A workload: its pods have numbers and keep their names and volumes.'),
  Job: effect('What', 'A workload: its pods run to their end.'),
  CronJob: effect('What', 'A workload: it makes a Job at each time of its schedule, which makes the pods.'),
  ReplicationController: effect('What', 'A workload: it keeps the number of its pods, as a ReplicaSet does.'),
  List: effect('What', 'Each item counts as a document of its own for kubectl; a kubelet does not read a List from a file.'),
};

export const kindEffect = (kind: string): Effect => kinds[kind] ?? effect('What', 'Not a pod. A kubelet ignores it in a manifests folder.');

type Told = (kind: string, value: unknown) => Effect | undefined;

const pods = (value: unknown): string => (value === 1 ? 'One pod is made' : `${said(value)} pods are made`);

const fields: Readonly<Record<string, Told>> = {
  'spec.replicas': (_kind, value) => effect('Where', `${pods(value)} and kept: one that is deleted is made again.`),
  'spec.selector': () => effect('What', 'The pods whose labels match are counted as its own. It cannot be changed later.'),
  'spec.template': (kind) => effect('Inside', `What every pod of the ${kind} looks like. A change of it makes new pods.`),
  'spec.strategy.type': (_kind, value) => (value === 'Recreate'
    ? effect('When', 'At a change all old pods end before new ones start.')
    : effect('When', 'At a change new pods come while old ones go, within maxSurge and maxUnavailable.')),
  'spec.strategy.rollingUpdate.maxSurge': (_kind, value) => effect('When', `At a change up to ${said(value)} more pods than wanted exist for a while.`),
  'spec.strategy.rollingUpdate.maxUnavailable': (_kind, value) => effect('When', `At a change up to ${said(value)} pods may be missing for a while.`),
  'spec.paused': (_kind, value) => (value === true ? effect('When', 'Changes of the template wait until this is false.') : undefined),
  'spec.progressDeadlineSeconds': (_kind, value) => effect('When', `A rollout that gets no further for ${said(value)} seconds is told as failed; nothing is rolled back.`),
  'spec.serviceName': () => effect('Inside', 'With this Service each pod has a name in DNS.'),
  'spec.podManagementPolicy': (_kind, value) => (value === 'Parallel'
    ? effect('When', 'All pods start at once.')
    : effect('When', 'The pods start one after another, each when the one before is ready, and end in reverse.')),
  'spec.updateStrategy.type': (_kind, value) => (value === 'OnDelete'
    ? effect('When', 'A pod gets the new template only when somebody deletes it.')
    : effect('When', 'At a change the pods are replaced one after another.')),
  'spec.volumeClaimTemplates': () => effect('Inside', 'Each pod gets a volume of its own from it, which stays when the pod goes.'),
  'spec.completions': (_kind, value) => effect('When', `The Job is done when ${said(value)} pods have succeeded.`),
  'spec.parallelism': (_kind, value) => effect('Where', `Up to ${said(value)} pods run at a time.`),
  'spec.backoffLimit': (_kind, value) => effect('When', `After ${said(value)} failures the Job is given up.`),
  'spec.ttlSecondsAfterFinished': (_kind, value) => effect('When', `The finished Job and its pods are removed after ${said(value)} seconds.`),
  'spec.schedule': (_kind, value) => effect('When', `A Job is made at each time of ${said(value)}.`),
  'spec.suspend': (_kind, value) => (value === true ? effect('When', 'No pods are made until this is false.') : undefined),
  'spec.concurrencyPolicy': (_kind, value) => effect('When', value === 'Forbid'
    ? 'A time is left out while the Job before still runs.'
    : value === 'Replace' ? 'A Job that still runs is replaced by the new one.' : 'Jobs of several times may run at once.'),
};

/** The effect of a field of an object that makes pods, outside its template. */
export function objectField(kind: string, path: string, value: unknown): Effect | undefined {
  if (path === 'kind') return kindEffect(kind);
  return fields[path.replace(/^spec\.jobTemplate\./, '')]?.(kind, value);
}
