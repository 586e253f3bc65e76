/**
 * Latencies that Kubernetes' source does not fix, in milliseconds: the simulation's own choices, all in this table.
 * Those that the source fixes stand as constants beside the rule that uses them.
 */
export const LATENCY = {
  /** From a write in the API server to a watcher's reaction. */
  watch: 10,
  /** From an object's change to the controller's sync of its key. */
  controller: 15,
  /** From a pod's arrival in the active queue to its scheduling cycle. */
  schedulingCycle: 8,
  /** A request to the API server and its answer. */
  apiRequest: 5,
  /** inotify: from a change in the manifests folder to the kubelet's reading. */
  inotify: 60,
  /** From SyncPod's first status to all volumes mounted. */
  mountVolumes: 40,
  /** containerd: the network namespace is made. */
  networkNamespace: 20,
  /** The network plugin answers CNI ADD. */
  cniAdd: 120,
  /** The pause process runs. */
  startPause: 60,
  createContainer: 70,
  startContainer: 60,
  stopSandbox: 80,
  removeContainer: 20,
  /** The network plugin answers CNI DEL. */
  cniDel: 60,
  /** A main process ends after SIGKILL. */
  exitAfterSigkill: 20,
  /** A hook that no script describes. */
  hook: 100,
  /** A registry answers what an image's name stands for, or that it does not know it. */
  registryAnswers: 300,
  /** kube-apiserver answers again after its etcd came back. */
  etcdReconnect: 1000,
  /** kubectl sends the next request of one command. */
  kubectlNext: 20,
  /** A main process ends after SIGTERM, unless its program says otherwise. */
  exitAfterSigterm: 500,
  /** kube-apiserver answers so long after its etcd does. */
  apiServerStart: 3000,
  etcdStart: 1500,
  componentStart: 1200,
  /** kube-apiserver's start hooks: from serving to the first objects, and between them. */
  postStart: 150,
  /** The network plugin's container writes its configuration. */
  cniWritesConfig: 150,
  /** A machine boots until its kubelet starts. */
  boot: 4000,
  kubeletStart: 300,
} as const;
