/** Rules of the scheduler. */
import type { Rules } from './rule';

const PREEMPTION = 'pkg/scheduler/framework/preemption';
const DOCS = 'https://kubernetes.io/docs/concepts/scheduling-eviction/';

export const schedulerRules = {
  'scheduler.bind': {
    title: 'Bind a pod',
    sentence: 'finds {feasible} nodes on which {pod} fits, and **{node}** has the best score. It writes that name into the pod, and starts nothing.',
    upstream: 'pkg/scheduler/schedule_one.go:schedulePod, bind',
    docs: `${DOCS}kube-scheduler/`,
    simplification: 'The pod is chosen for and bound in one step. Among equal scores the lot decides, drawn from the seed of the run.',
    label: 'binding',
    beat: true,
  },
  'scheduler.bindOnly': {
    title: 'Bind a pod',
    sentence: 'finds one node on which {pod} fits: **{node}**. It writes that name into the pod, and starts nothing.',
    upstream: 'pkg/scheduler/schedule_one.go:schedulePod, bind',
    docs: `${DOCS}kube-scheduler/`,
    simplification: 'The pod is chosen for and bound in one step.',
    label: 'binding',
    beat: true,
  },
  'scheduler.failed': {
    title: 'No node fits',
    sentence: 'finds no node for **{pod}**: {message}',
    upstream: 'pkg/scheduler/schedule_one.go:handleSchedulingFailure',
    simplification: 'The plugin for resource claims is left out: what it says before “preemption:” (“no new claims to deallocate”) is not told.',
    docs: `${DOCS}kube-scheduler/`,
    label: 'PodScheduled=False',
    beat: true,
  },
  'scheduler.skip': {
    title: 'Pass over a pod',
    sentence: 'takes {pod} from its queue and passes over it: the pod is being deleted.',
    upstream: 'pkg/scheduler/schedule_one.go:skipPodSchedule',
    quiet: true,
  },
  'scheduler.nominate': {
    title: 'Make room',
    sentence: 'finds no free place for {pod}. On **{node}** there would be one without {victims}, of lower priority.',
    upstream: `${PREEMPTION}/preemption.go:Preempt`,
    docs: `${DOCS}pod-priority-preemption/`,
    label: 'nominatedNodeName',
    beat: true,
  },
  'scheduler.markVictim': {
    title: 'Name the reason',
    sentence: 'writes into the status of **{pod}** that it will be preempted.',
    upstream: `${PREEMPTION}/executor.go:PreemptPod`,
    label: 'DisruptionTarget',
  },
  'scheduler.deleteVictim': {
    title: 'Preempt a pod',
    sentence: 'deletes **{pod}**, to make room on {node} for a pod of higher priority. It stops like any deleted pod.',
    upstream: `${PREEMPTION}/executor.go:PreemptPod`,
    docs: `${DOCS}pod-priority-preemption/`,
    label: 'delete pod',
  },
  'scheduler.clearNomination': {
    title: 'Clear a nomination',
    sentence: 'takes the nomination away from {pod}: a pod of higher priority gets that place.',
    upstream: `${PREEMPTION}/executor.go:prepareCandidateAsync`,
  },
} as const satisfies Rules;
