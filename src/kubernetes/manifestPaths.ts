/**
 * What a file's place says about its pod. Only the folder that a kubelet watches makes a pod static; folders whose
 * files are applied through the API, and a directory that is merely called `manifests`, do not. Stands for the rules
 * of pkg/kubelet/config/file.go on names, and for the paths that distributions use.
 */

/** Folders that kubelets of known distributions watch (staticPodPath has no default of its own). */
export const knownStaticPodPaths: readonly { readonly path: string; readonly who: string }[] = [
  { path: '/etc/kubernetes/manifests', who: 'kubeadm, kind, minikube, kubespray, kops, GCE, OpenShift' },
  { path: '/var/lib/rancher/rke2/agent/pod-manifests', who: 'RKE2' },
  { path: '/etc/kubelet.d', who: 'tutorials' },
];

/** Folders whose files something applies to the API server. */
const appliedFolders: readonly { readonly path: string; readonly who: string }[] = [
  { path: '/var/lib/rancher/k3s/server/manifests', who: 'k3s applies its files through the API' },
  { path: '/var/lib/rancher/rke2/server/manifests', who: 'RKE2 applies its files through the API' },
  { path: '/var/lib/k0s/manifests', who: 'k0s applies its files through the API' },
  { path: '/etc/kubernetes/addons', who: 'the add-on manager applies its files through the API' },
];

export type PathVerdict =
  /** A kubelet reads this file. */
  | { readonly kind: 'static'; readonly folder: string; readonly warning?: string }
  /** It lies in or below a kubelet's folder, and the kubelet does not read it. */
  | { readonly kind: 'ignored'; readonly folder: string; readonly because: string }
  | { readonly kind: 'applied'; readonly folder: string; readonly because: string }
  /** The place says nothing. */
  | { readonly kind: 'unknown'; readonly because: string };

const normal = (path: string): string => path.replace(/\\/g, '/').replace(/\/{2,}/g, '/').replace(/\/$/, '');

/** Endings that editors and package managers leave on old copies. */
const leftover = /(\.(bak|old|orig|save|rpmsave|rpmnew|dpkg-old|dpkg-dist|swp)|~|\.bak[-.\d]*)$/i;

/**
 * What a file's path says. `staticPodPath`: the folder, or the single file, that the user's kubelet watches, besides
 * the known ones.
 */
export function judgeManifestPath(path: string, staticPodPath?: string): PathVerdict {
  const file = normal(path);
  const watched = [...(staticPodPath ? [{ path: normal(staticPodPath), who: 'the configuration of the kubelet' }] : []), ...knownStaticPodPaths];
  for (const folder of watched) {
    if (file === folder.path && staticPodPath) return { kind: 'static', folder: folder.path };
    if (!file.startsWith(`${folder.path}/`)) continue;
    const below = file.slice(folder.path.length + 1);
    if (below.includes('/')) return { kind: 'ignored', folder: folder.path, because: 'The kubelet does not read subdirectories.' };
    if (below.startsWith('.')) return { kind: 'ignored', folder: folder.path, because: 'The kubelet does not read files whose name begins with a dot.' };
    return leftover.test(below)
      ? { kind: 'static', folder: folder.path, warning: 'The kubelet reads files of any ending: this copy counts as a second manifest of the same pod.' }
      : { kind: 'static', folder: folder.path };
  }
  const applied = appliedFolders.find((folder) => file.startsWith(`${folder.path}/`));
  if (applied) return { kind: 'applied', folder: applied.path, because: applied.who };
  return {
    kind: 'unknown',
    because: /(^|\/)manifests(\/|$)/.test(file)
      ? 'A directory called manifests is no evidence by itself: only the one that a kubelet watches is.'
      : 'The path is none that a kubelet is known to watch.',
  };
}
