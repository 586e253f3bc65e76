/**
 * What a person can do at any moment: with kubectl, with a shell on a node, or with the power button. The vocabulary
 * is that of the golden traces (src/conformance/traces/FORMAT.md); a shared link and a story carry these as data.
 */
import type { ApiObject } from '../kubernetes/objects';

/** A manifest, or one of the built-in ones: a kubeadm component or add-on, or the network plugin's DaemonSet. */
export type ManifestRef =
  | ApiObject
  | { readonly $kubeadm: 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'coredns' | 'kube-proxy' }
  | { readonly $cni: 'daemonset' };

interface Target {
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly namePattern?: string;
}

export type UserAction =
  | { readonly do: 'apply'; readonly objects: readonly ManifestRef[] }
  | ({ readonly do: 'patch'; readonly patch: Readonly<Record<string, unknown>>; readonly waitForAPI?: boolean } & Target)
  | ({ readonly do: 'delete'; readonly gracePeriodSeconds?: number; readonly force?: boolean; readonly cascade?: 'background' | 'foreground' | 'orphan' } & Target)
  | ({ readonly do: 'scale'; readonly replicas: number } & Target)
  | ({ readonly do: 'setImage'; readonly container: string; readonly image: string } & Target)
  | ({ readonly do: 'rolloutUndo' } & Target)
  | { readonly do: 'cordon' | 'uncordon'; readonly node: string }
  | { readonly do: 'taint'; readonly node: string; readonly key: string; readonly value?: string; readonly effect: string; readonly remove?: boolean }
  | { readonly do: 'drain'; readonly node: string; readonly ignoreDaemonsets?: boolean; readonly force?: boolean; readonly deleteEmptydirData?: boolean }
  | { readonly do: 'debug'; readonly namespace?: string; readonly pod: string; readonly image: string; readonly target?: string; readonly name?: string }
  | {
      readonly do: 'writeFile';
      readonly node: string;
      readonly path: string;
      readonly manifest?: ManifestRef;
      readonly content?: string | ManifestRef;
      readonly comment?: string;
    }
  | { readonly do: 'removeFile'; readonly node: string; readonly path: string }
  | { readonly do: 'renameFile'; readonly node: string; readonly from: string; readonly to: string }
  | { readonly do: 'startKubelet' | 'stopKubelet' | 'stopNode' | 'startNode'; readonly node: string }
  | { readonly do: 'exitContainer'; readonly node: string; readonly pod?: string; readonly podPattern?: string; readonly container: string; readonly exitCode: number }
  | { readonly do: 'killContainer'; readonly node: string; readonly pod?: string; readonly podPattern?: string; readonly container: string; readonly reason?: 'OOM' }
  | {
      readonly do: 'setUsage';
      readonly node: string;
      readonly usage: readonly { readonly pod?: string; readonly podPattern?: string; readonly container: string; readonly memory: string }[];
    }
  | { readonly do: 'setImageExists'; readonly image: string; readonly exists: boolean };

/** An action at an instant, in milliseconds since the run's origin. */
export interface TimedAction {
  readonly id: string;
  readonly at: number;
  readonly action: UserAction;
}
