/** Rules of the network plugin. */
import type { Rules } from './rule';

const IPAM = 'containernetworking/plugins:plugins/ipam/host-local/main.go';

export const networkRules = {
  'network.giveAddress': {
    title: 'Give an address',
    sentence: 'puts an interface into the network namespace of {pod} and gives it **{ip}**, a free address of {node}.',
    upstream: `${IPAM}:cmdAdd`,
    docs: 'https://kubernetes.io/docs/concepts/cluster-administration/networking/',
    simplification: "One plugin: addresses of the node's range in turn, as host-local gives them. Routes between nodes are not drawn.",
    via: 'call',
    label: 'address',
  },
  'network.refuseAddress': {
    title: 'No address',
    sentence: 'cannot give **{pod}** an address: {error}.',
    upstream: 'containerd:internal/cri/server/sandbox_run.go:setupPodNetwork',
    via: 'call',
    label: 'CNI ADD failed',
  },
  'network.takeAddress': {
    title: 'Take the address back',
    sentence: 'takes {ip} back from **{pod}**: another pod may get it later.',
    upstream: `${IPAM}:cmdDel`,
    via: 'call',
    label: 'released',
  },
} as const satisfies Rules;
