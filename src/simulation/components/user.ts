/**
 * A person: with kubectl, with a shell on a node, or at the power button. Each action of actions.ts is one message; a
 * command that goes on (apply of several objects, drain, waiting for the API) sends itself notes.
 */
import { assertNever } from '../../lib/assert';
import type { UserAction } from '../actions';
import type { Message, NoteMessage } from '../messages';
import type { Tx } from '../tx';
import { apply, applyNext, type ApplyRest } from './user/apply';
import { deleteObject } from './user/deleting';
import { choosePods, drain, type DrainAction, evictPod, pollDrain } from './user/drain';
import { cordon, debug, patch, rolloutUndo, scale, setImage, taint } from './user/edit';
import { removeFile, renameFile, writeFile } from './user/files';
import { endProcess, power, setImageExists, setUsage } from './user/machines';

export function user(tx: Tx, message: Message): void {
  if (message.type === 'input') return begin(tx, message.id, message.action);
  if (message.type === 'note') goOn(tx, message);
}

function begin(tx: Tx, id: string, action: UserAction): void {
  switch (action.do) {
    case 'apply':
      return apply(tx, id, action.objects);
    case 'patch':
      return patch(tx, id, action);
    case 'delete':
      return deleteObject(tx, id, action);
    case 'scale':
      return scale(tx, id, action);
    case 'setImage':
      return setImage(tx, id, action);
    case 'rolloutUndo':
      return rolloutUndo(tx, id, action);
    case 'cordon':
    case 'uncordon':
      return cordon(tx, id, action);
    case 'taint':
      return taint(tx, id, action);
    case 'drain':
      return drain(tx, id, action);
    case 'debug':
      return debug(tx, id, action);
    case 'writeFile':
      return writeFile(tx, id, action);
    case 'removeFile':
      return removeFile(tx, id, action);
    case 'renameFile':
      return renameFile(tx, id, action);
    case 'startKubelet':
    case 'stopKubelet':
    case 'stopNode':
    case 'startNode':
      return power(tx, id, action);
    case 'exitContainer':
    case 'killContainer':
      return endProcess(tx, id, action);
    case 'setUsage':
      return setUsage(tx, id, action);
    case 'setImageExists':
      return setImageExists(tx, id, action);
    default:
      return assertNever(action, 'action');
  }
}

/** The next part of a command that is under way. `about`: the input's id, or for an eviction the pod. */
function goOn(tx: Tx, { kind, about = '', data = {} }: NoteMessage): void {
  switch (kind) {
    case 'apply':
      return applyNext(tx, data['rest'] as ApplyRest);
    case 'patch':
      return patch(tx, about, data['action'] as Extract<UserAction, { readonly do: 'patch' }>, true);
    case 'drain':
      return choosePods(tx, about, data['action'] as DrainAction);
    case 'evict':
      return evictPod(tx, String(data['id']), about);
    case 'drainPoll':
      return pollDrain(tx, about);
    case 'timeZero':
      return tx.because('user.begin');
  }
}
