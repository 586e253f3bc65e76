/** Rules of main processes of containers. The control plane's own programs are among them. */
import type { Rules } from './rule';

const ELECTION = 'staging/src/k8s.io/client-go/tools/leaderelection/leaderelection.go';

export const processRules = {
  'process.exit': {
    title: 'The process ends',
    sentence: 'ends in {pod} with exit code **{exitCode}**.',
    upstream: 'containerd:internal/cri/server/events.go:handleContainerExit',
    simplification: "What a process does is told by the image's script: how long it runs, how it exits, how it takes SIGTERM.",
    via: 'signal',
    label: 'exit',
  },
  'process.killed': {
    title: 'The process is killed',
    sentence: 'is killed in {pod}: exit code **{exitCode}**.',
    upstream: 'containerd:internal/cri/server/events.go:handleContainerExit',
    via: 'signal',
    label: 'exit',
  },
  'process.outOfMemory': {
    title: 'Killed for memory',
    sentence: "is killed by the kernel's OOM killer: exit code **{exitCode}**, reason OOMKilled.",
    upstream: 'containerd:internal/cri/server/events.go:handleContainerExit',
    via: 'signal',
    label: 'exit',
  },
  'process.ignoreSignal': {
    title: 'The signal is ignored',
    sentence: 'pays no heed to {signal} and runs on.',
    upstream: 'containerd:internal/cri/server/container_stop.go:stopContainer',
  },
  'process.writeNetworkConfig': {
    title: 'Write the network configuration',
    sentence: 'writes the network configuration of **{node}**: from now on pods here can get addresses of their own.',
    upstream: 'containerd:internal/cri/server/service.go:CNI configuration, /etc/cni/net.d',
    docs: 'https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/',
    simplification: 'One network plugin that needs 0.15 s. It survives a reboot, as a file does.',
    via: 'file',
    label: '10-cni.conflist',
    beat: true,
  },
  'process.takeLead': {
    title: 'Win the election',
    sentence: 'writes its name into the Lease {lease} and **leads** from now on.',
    upstream: `${ELECTION}:tryAcquireOrRenew`,
    docs: 'https://kubernetes.io/docs/concepts/architecture/leases/#leader-election',
    label: 'Lease',
    beat: true,
  },
  'process.renewLease': {
    title: 'Renew the Lease',
    sentence: 'renews the Lease {lease}.',
    upstream: `${ELECTION}:tryAcquireOrRenew`,
    label: 'Lease',
    quiet: true,
  },
  'process.releaseLease': {
    title: 'Give the Lease back',
    sentence: 'gives the Lease {lease} back before it ends, so that another can lead at once.',
    upstream: `${ELECTION}:release`,
    label: 'Lease',
  },
  'process.loseLease': {
    title: 'Lose the Lease',
    sentence: 'could not renew the Lease {lease} within 10 s: it must not lead any more and **ends itself**.',
    upstream: `${ELECTION}:renew`,
    beat: true,
  },
  'process.giveUpEtcd': {
    title: 'No etcd',
    sentence: 'has waited 20 s for an etcd on {node} in vain and ends.',
    upstream: 'staging/src/k8s.io/apiserver/pkg/storage/storagebackend/factory/etcd3.go:newETCD3Client',
  },
  'etcd.serve': {
    title: 'etcd answers',
    sentence: 'answers on {node}, with whatever was stored in it before.',
    upstream: 'cmd/kubeadm/app/phases/etcd/local.go:GetEtcdPodSpec',
    simplification: 'Each etcd answers by itself: the majority of several members is not counted.',
    beat: true,
  },
} as const satisfies Rules;
