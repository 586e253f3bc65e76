/** Hands a message to the component it is addressed to. */
import { assertNever } from '../lib/assert';
import { controllers } from './components/controllers';
import { containerRuntime } from './components/containerRuntime';
import { kubelet } from './components/kubelet';
import { networkPlugin } from './components/networkPlugin';
import { process } from './components/process';
import { scheduler } from './components/scheduler';
import { user } from './components/user';
import { componentOf, type Message } from './messages';
import type { Tx } from './tx';

export function deliver(tx: Tx, message: Message): void {
  const component = componentOf(message.to);
  switch (component) {
    case 'user':
      return user(tx, message);
    case 'controllers':
      return controllers(tx, message);
    case 'scheduler':
      return scheduler(tx, message);
    case 'kubelet':
      return kubelet(tx, message);
    case 'containerd':
      return containerRuntime(tx, message);
    case 'network':
      return networkPlugin(tx, message);
    case 'process':
    case 'apiserver':
    case 'etcd':
      return process(tx, message);
    default:
      return assertNever(component, 'component');
  }
}
