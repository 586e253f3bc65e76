/** How an actor of the simulation is drawn: its kind, its name and where it is. */
import { type Address, componentOf, instanceOf } from '../../simulation/messages';
import { subjectOf } from '../../simulation/narrate';
import type { About } from '../../simulation/step';
import type { ActorKind } from '../shared/kinds';

const PROCESSES: Readonly<Record<string, ActorKind>> = {
  etcd: 'etcd',
  'kube-apiserver': 'apiServer',
  'kube-controller-manager': 'controllers',
  'kube-scheduler': 'scheduler',
};

export interface DrawnActor {
  readonly kind: ActorKind;
  readonly name: string;
  readonly place: string | undefined;
}

export function actorOf(actor: Address, about: About): DrawnActor {
  const [name = '', place] = subjectOf(actor, about).split(', ');
  return { kind: kindOf(actor, about), name, place };
}

function kindOf(actor: Address, about: About): ActorKind {
  switch (componentOf(actor)) {
    case 'user':
      return 'user';
    case 'apiserver':
      return 'apiServer';
    case 'etcd':
      return 'etcd';
    case 'controllers':
      return 'controllers';
    case 'scheduler':
      return 'scheduler';
    case 'kubelet':
      return 'kubelet';
    case 'containerd':
      return 'runtime';
    case 'network':
      return 'network';
    case 'process':
      return PROCESSES[about['container'] ?? instanceOf(actor)] ?? 'runtime';
  }
}
