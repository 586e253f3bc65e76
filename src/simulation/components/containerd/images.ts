/**
 * Pulling images from the registry. Stands for: containerd internal/cri/server/images/image_pull.go. The kubelet keeps
 * the queue (one pull at a time on a node); here a pull takes the image's size by the bandwidth.
 */
import { LATENCY } from '../../latencies';
import type { CriCall } from '../../messages';
import { RUN_FOREVER } from '../../programs';
import type { Tx } from '../../tx';
import type { RegistryImageRow } from '../../world';
import { aboutPod, answer, callFact, CANCELLED, nodeOf, podNameOf, pullName, workOn } from './answers';

/** What the registry has under that name. An image that nobody described exists and runs for ever. */
export const registryImage = (tx: Tx, name: string): RegistryImageRow =>
  tx.get('registry', name) ?? { name, sizeMB: 40, exists: true, program: RUN_FOREVER };

/** The full name of an image: registry, repository and tag (distribution/reference:ParseDockerRef). */
export function fullImageName(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const name = hasRegistry ? image : `docker.io/${slash < 0 ? 'library/' : ''}${image}`;
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? name : `${name}:latest`;
}

function notFoundText(image: string): string {
  const name = fullImageName(image);
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${name}: not found`;
}

/** PullImage, first half: the registry is asked. */
export function pullImage(tx: Tx, call: CriCall): void {
  const node = nodeOf(call);
  const image = registryImage(tx, call.image ?? '');
  tx.because('containerd.pullImage', aboutPod(podNameOf(tx, node, call.podUid, call.sandbox), node, { image: image.name }));
  callFact(tx, call, 'call');
  const missing = image.exists && !tx.get('images', `${node}/${image.name}`);
  const transfer = missing ? (image.sizeMB / tx.cluster.pullMBps) * 1000 : 0;
  workOn(tx, call, LATENCY.registryAnswers + Math.round(transfer), image.exists ? {} : { error: notFoundText(image.name) }, pullName(node, call.podUid));
}

/** PullImage, second half: the image is on the node, or not to be had. */
export function imagePulled(tx: Tx, call: CriCall): void {
  const node = nodeOf(call);
  const { name, sizeMB } = registryImage(tx, call.image ?? '');
  const error = call.work?.error;
  const about = aboutPod(podNameOf(tx, node, call.podUid, call.sandbox), node, { image: name, size: String(sizeMB) });
  tx.because(error === undefined ? 'containerd.imagePulled' : error === CANCELLED ? 'containerd.pullCancelled' : 'containerd.imageMissing', about);
  tx.motion(call.to, `kubelet/${node}`);
  if (error === undefined) tx.put('images', `${node}/${name}`, { node, name, sizeMB });
  answer(tx, call, error);
}
