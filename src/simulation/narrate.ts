/** What a step says: its subject and its sentence, from the catalogue of rules and what the step is about. */
import { type RuleId, ruleOf } from '../kubernetes/rules/catalogue';
import { type Address, componentOf, instanceOf } from './messages';
import type { About, Step } from './step';

export interface Narration {
  readonly actor: Address;
  /** The subject: "kubelet, cp-1". */
  readonly subject: string;
  /** The rest of the sentence, with **bold** marks. */
  readonly sentence: string;
  /** Subject and sentence without marks, for screen readers and lists. */
  readonly plain: string;
}

const CONTROLLERS: Readonly<Record<string, string>> = {
  deployment: 'Deployment controller',
  replicaset: 'ReplicaSet controller',
  daemonset: 'DaemonSet controller',
  statefulset: 'StatefulSet controller',
  job: 'Job controller',
  cronjob: 'CronJob controller',
  nodelifecycle: 'node lifecycle controller',
  tainteviction: 'taint eviction controller',
  garbagecollector: 'garbage collector',
  namespace: 'namespace controller',
  serviceaccount: 'ServiceAccount controller',
  podgc: 'pod garbage collector',
  endpointslice: 'EndpointSlice controller',
  disruption: 'disruption controller',
};

/** How an actor is called in a sentence. A process is called by the container whose main process it is. */
export function subjectOf(actor: Address, about: About): string {
  const instance = instanceOf(actor);
  switch (componentOf(actor)) {
    case 'user':
      return 'you';
    case 'apiserver':
      return `API server, ${instance}`;
    case 'etcd':
      return `etcd, ${instance}`;
    case 'controllers':
      return CONTROLLERS[instance] ?? 'controller manager';
    case 'scheduler':
      return 'scheduler';
    case 'kubelet':
      return `kubelet, ${instance}`;
    case 'containerd':
      return `containerd, ${instance}`;
    case 'network':
      return `network plugin, ${instance}`;
    case 'process':
      return about['container'] ? `${about['container']}${about['node'] ? `, ${about['node']}` : ''}` : 'process';
  }
}

/** The sentence of a rule with its gaps filled. An unknown gap stays visible, so that a test can find it. */
export const fill = (rule: RuleId, about: About): string =>
  ruleOf(rule).sentence.replace(/\{(\w+)\}/g, (gap, name: string) => about[name] ?? gap);

/** A sentence without **bold** and `code` marks. */
export const withoutMarks = (text: string): string => text.replace(/\*\*|`/g, '');

export function narrate(step: Step): Narration {
  const subject = subjectOf(step.actor, step.about);
  const further = (step.also ?? []).map(({ rule, about }) => ` It also ${fill(rule, about)}`).join('');
  const sentence = fill(step.rule, step.about) + further;
  return { actor: step.actor, subject, sentence, plain: `${subject}: ${withoutMarks(sentence)}` };
}
