/**
 * Manifest files on a node, written, removed and renamed by a person with a shell there. The kubelet may notice; nobody
 * tells the API server.
 */
import type { ManifestRef, UserAction } from '../../actions';
import { resolveManifest } from '../../addons';
import type { Host } from '../../kubeadm';
import type { Tx } from '../../tx';
import type { FileRow } from '../../world';
import { printYaml } from '../../../manifest/print';
import { noticeFileChange } from '../fileSource';
import { refused, succeed } from './outcome';

type Action<D extends UserAction['do']> = Extract<UserAction, { readonly do: D }>;

export const fileKey = (node: string, path: string): string => `${node}:${path}`;

const isManifest = (content: string | ManifestRef): content is ManifestRef => typeof content !== 'string';

const asComment = (comment: string): string => `${comment.split('\n').map((line) => (line.startsWith('#') ? line : `# ${line}`)).join('\n')}\n`;

/**
 * The row of a file: a text as it was given, or a manifest as YAML, with a comment in front. `host`: the machine that a
 * manifest of kubeadm's is written for.
 */
export function fileRow(tx: Tx, host: Host, path: string, content: string | ManifestRef, comment?: string): FileRow {
  const head = comment === undefined ? '' : asComment(comment);
  const row = { node: host.name, path, modifiedAt: tx.now };
  if (!isManifest(content)) return { ...row, text: head + content, ...tx.readText(head + content) };
  const objects = resolveManifest(content, host);
  const ignored = objects.length - 1;
  return {
    ...row, text: head + objects.map((one) => printYaml(one)).join('---\n'), object: objects[0] ?? null, ...(ignored > 0 ? { ignoredDocuments: ignored } : {}),
  };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export function writeFile(tx: Tx, id: string, action: Action<'writeFile'>): void {
  const { node, path } = action;
  const machine = tx.get('machines', node);
  const content = action.manifest ?? action.content;
  if (!machine) return refused(tx, id, `write ${path}`, `there is no machine ${node}`);
  if (content === undefined) return refused(tx, id, `write ${path}`, 'there is nothing to write');
  tx.because('user.writeFile', { file: nameOf(path), path, node });
  tx.motion('user/you', `kubelet/${node}`, { label: nameOf(path) });
  tx.put('files', fileKey(node, path), fileRow(tx, machine, path, content, action.comment));
  noticeFileChange(tx, node, path);
  succeed(tx, id);
}

export function removeFile(tx: Tx, id: string, { node, path }: Action<'removeFile'>): void {
  if (!tx.get('files', fileKey(node, path))) return refused(tx, id, `rm ${path}`, `rm: cannot remove '${path}': No such file or directory`);
  tx.because('user.removeFile', { file: nameOf(path), path, node });
  tx.motion('user/you', `kubelet/${node}`, { label: nameOf(path) });
  tx.delete('files', fileKey(node, path));
  noticeFileChange(tx, node, path);
  succeed(tx, id);
}

export function renameFile(tx: Tx, id: string, { node, from, to }: Action<'renameFile'>): void {
  const row = tx.get('files', fileKey(node, from));
  if (!row) return refused(tx, id, `mv ${from} ${to}`, `mv: cannot stat '${from}': No such file or directory`);
  tx.because('user.renameFile', { file: nameOf(from), to: nameOf(to), node });
  tx.motion('user/you', `kubelet/${node}`, { label: nameOf(to) });
  tx.delete('files', fileKey(node, from));
  tx.put('files', fileKey(node, to), { ...row, path: to, modifiedAt: tx.now });
  noticeFileChange(tx, node, from);
  noticeFileChange(tx, node, to);
  succeed(tx, id);
}
