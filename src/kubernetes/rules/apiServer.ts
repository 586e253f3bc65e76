/** Rules of the API server. */
import type { Rules } from './rule';

export const apiServerRules = {
  'apiServer.serve': {
    title: 'The API server answers',
    sentence: 'has reached its etcd and **answers requests** from now on.',
    upstream: 'staging/src/k8s.io/apiserver/pkg/server/genericapiserver.go:RunWithContext',
    docs: 'https://kubernetes.io/docs/concepts/overview/components/#kube-apiserver',
    simplification: 'It answers as a whole or not at all, 3 s after its etcd does. Of several, control-plane nodes call their own, all others the first that answers: no load balancer is drawn.',
    via: 'call',
    label: 'connect',
    beat: true,
  },
  'apiServer.loseEtcd': {
    title: 'The API server is alone',
    sentence: 'gets no answer from the etcd of {node} any more and answers nobody.',
    upstream: 'staging/src/k8s.io/apiserver/pkg/server/options/etcd.go:addEtcdHealthEndpoint',
    via: 'call',
    label: 'connect',
    beat: true,
  },
  'apiServer.createSystemNamespaces': {
    title: 'Create the first API namespaces',
    sentence: 'finds its store empty and creates the API namespaces `default`, `kube-system`, `kube-public` and `kube-node-lease`.',
    upstream: 'pkg/controlplane/controller/systemnamespaces/system_namespaces_controller.go:sync',
    simplification: 'The RBAC roles and the Service kubernetes, which it also creates, are left out.',
    via: 'call',
    label: 'put',
  },
  'apiServer.createSystemPriorityClasses': {
    title: 'Create the system priorities',
    sentence: 'creates the PriorityClasses system-node-critical and system-cluster-critical.',
    upstream: 'pkg/registry/scheduling/rest/storage_scheduling.go:AddSystemPriorityClasses',
    docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
    via: 'call',
    label: 'put',
  },
} as const satisfies Rules;
