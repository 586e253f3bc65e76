/** Rules of the Job and the CronJob controller. */
import type { Rules } from './rule';

export const jobRules = {
  'job.createPod': {
    title: 'Create a pod',
    sentence: 'creates **{pod}** for {owner}, with a finalizer: it cannot go before it was counted.',
    upstream: 'pkg/controller/job/job_controller.go:manageJob',
    docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/',
    label: 'create pod',
  },
  'job.deletePod': {
    title: 'Delete a pod',
    sentence: 'deletes **{pod}**: {owner} needs it no more.',
    upstream: 'pkg/controller/job/job_controller.go:deleteActivePods, manageJob',
    label: 'delete pod',
  },
  'job.noteFailure': {
    title: 'Job is to fail',
    sentence: 'gives {job} up: **{message}**. First all its pods have to end.',
    upstream: 'pkg/controller/job/job_controller.go:syncJob',
    label: 'FailureTarget',
  },
  'job.noteSuccess': {
    title: 'Job is to complete',
    sentence: 'finds that enough pods of {job} have succeeded. It counts them, then it is done.',
    upstream: 'pkg/controller/job/job_controller.go:syncJob',
    label: 'SuccessCriteriaMet',
  },
  'job.removeFinalizer': {
    title: 'Take off the finalizer',
    sentence: 'has noted that {pod} ended, and takes off its finalizer: from now on **the pod may go**.',
    upstream: 'pkg/controller/job/job_controller.go:removeTrackingFinalizerFromPods',
    label: 'finalizer removed',
    quiet: true,
  },
  'job.complete': {
    title: 'Job complete',
    sentence: 'finds every pod of {job} counted: **the Job is complete**.',
    upstream: 'pkg/controller/job/job_controller.go:enactJobFinished',
    label: 'Complete',
    beat: true,
  },
  'job.fail': {
    title: 'Job failed',
    sentence: 'marks {job} as **Failed**: {message}.',
    upstream: 'pkg/controller/job/job_controller.go:enactJobFinished',
    label: 'Failed',
    beat: true,
  },
  'job.deleteAfterTime': {
    title: 'Delete a finished Job',
    sentence: 'deletes **{job}**: it has been finished as long as ttlSecondsAfterFinished says.',
    upstream: 'pkg/controller/ttlafterfinished/ttlafterfinished_controller.go:processJob',
  },
  'job.updateStatus': {
    title: 'Count pods',
    sentence: 'writes the counts of {job} into its status.',
    upstream: 'pkg/controller/job/job_controller.go:trackJobStatusAndRemoveFinalizers',
    quiet: true,
  },
  'cronJob.createJob': {
    title: 'Create a Job',
    sentence: 'sees that a time of {cronJob} has come, and creates **{job}**, named after that minute.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:syncCronJob',
    docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/',
    label: 'create Job',
    beat: true,
  },
  'cronJob.jobRefused': {
    title: 'Job refused',
    sentence: 'wants to create a Job for {cronJob}. The API server refuses it: **{message}**.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:syncCronJob',
  },
  'cronJob.deleteJob': {
    title: 'Delete a Job',
    sentence: 'deletes **{job}** of {cronJob}: it is replaced, or beyond the history that is kept.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:deleteJob',
    label: 'delete Job',
  },
  'cronJob.seeJob': {
    title: 'A Job is over',
    sentence: 'sees that **{job}** is over, or gone, and takes it off the list of {cronJob}.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:syncCronJob',
    label: 'job over',
  },
  'cronJob.skip': {
    title: 'Skip a time',
    sentence: 'starts no Job for {cronJob} this time: {message}.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:syncCronJob',
  },
  'cronJob.updateStatus': {
    title: 'Remember Jobs',
    sentence: 'writes into {cronJob} which of its Jobs run.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:sync',
    quiet: true,
  },
} as const satisfies Rules;
