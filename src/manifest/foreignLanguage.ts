/**
 * Texts in other languages than YAML and JSON that get pasted as manifests: programs, scripts, settings, logs, pages.
 * Told by their first lines; naming the language helps more than the first syntax error in it.
 */
import type { Foreign } from './foreignText';

interface Language {
  /** What it is, as the sentence "This is …" goes on. */
  readonly what: string;
  /** `lines` are those without comments, `all` those with them. */
  readonly is: (first: string, lines: readonly string[], all: readonly string[]) => boolean;
  readonly hint: string;
}

const some = (lines: readonly string[], pattern: RegExp, count = 1): boolean => lines.filter((line) => pattern.test(line)).length >= count;
const every = (lines: readonly string[], pattern: RegExp): boolean => lines.length > 0 && lines.every((line) => pattern.test(line));
const applied = 'Paste the manifests that it applies.';
const logLine = /^(?:[IWEF]\d{4} \d\d:\d\d:|\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|time=|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\[?(?:INFO|WARN|ERROR|DEBUG)\b)/;

const languages: readonly Language[] = [
  {
    what: 'a Dockerfile', hint: 'It says how an image is built. Paste a manifest that runs the image.',
    is: (first, lines) => /^(?:FROM|ARG) \S/.test(first) && some(lines, /^(?:RUN|COPY|ADD|CMD|ENTRYPOINT|WORKDIR|ENV|EXPOSE|USER|LABEL)\s/),
  },
  {
    what: 'a Terraform file', hint: 'terraform show prints what it makes; kubectl get … -o yaml prints the objects in the cluster.',
    is: (first) => /^(?:(?:resource|data) "[^"]*" "[^"]*"|(?:module|variable|provider|output) "[^"]*"|terraform|locals) \{/.test(first),
  },
  { what: 'a Jsonnet program', hint: 'Run it first: jsonnet prints the objects as JSON.', is: (first) => /^(?:local \w+(?:\(.*\))? ?=|function ?\()/.test(first) },
  {
    what: 'a Jsonnet program', hint: 'Run it first: jsonnet prints the objects as JSON.',
    is: (first, lines) => first.startsWith('{') && some(lines, /^\s*(?:local \w+(?:\(.*\))? ?=|[\w'"[\]()+]+ ?(?:\+:|:::?) .*(?:\$\.|self\.|super\.|std\.|import(?:str)? ')|\w+\+?:: )/),
  },
  {
    what: 'a Makefile', hint: applied,
    is: (first, lines) => (/^(?:\.PHONY ?:|ifeq |ifndef |ifdef |-?include \S)/.test(first) || /^[A-Z_][A-Z0-9_]* ?(?:[?:+]|::)?= ?/.test(first) || /^[\w./-]+ ?:(?: [\w./-]+)*$/.test(first)) &&
      some(lines, /^[\w./%$(){}-]+ ?:(?!=)/) && some(lines, /^\t[@-]?[\w$./][\w$./(){}-]*(?: |$)/) && !some(lines, /^(?:apiVersion|kind):/),
  },
  { what: 'a CUE file', hint: 'Run it first: cue export prints the objects.', is: (first, lines) => /^package \w+\s*$/.test(first) && some(lines, /^[\w"-]+: /) && !some(lines, /^(?:func|import|var|type) /) },
  {
    what: 'a policy in Rego', hint: 'It judges manifests. Paste one of those.',
    is: (first, lines) => /^package [\w.]+\s*$/.test(first) && some(lines, /^(?:import (?:future|rego|data)\b|default \w+|(?:deny|allow|violation|warn\w*)\b.*\{?$)/) && !some(lines, /^(?:func|type|var) /),
  },
  { what: 'a program in Java', hint: applied, is: (first) => /^(?:package|import) [\w.]+;\s*$/.test(first) },
  { what: 'a script for PowerShell', hint: applied, is: (first, lines) => /^(?:param ?\(?$|param ?\(|function [\w-]+\s*[({]|import-module |write-(?:host|output) |<#)/i.test(first) || (/^\$\w+ ?= ?/.test(first) && some(lines, /^\s*(?:\$\w+|\}|if ?\(|foreach ?\(|[A-Z][a-z]+-[A-Z]\w+)/, 2)) },
  { what: 'a program in Go', hint: applied, is: (first) => /^package \w+\s*$/.test(first) },
  { what: 'a program in Python', hint: applied, is: (first) => /^(?:import \w[\w., ]*|from [\w.]+ import .+|def \w+\(.*\).*:)$/.test(first) },
  { what: 'a program in JavaScript', hint: applied, is: (first) => /^(?:import .+ from ['"]|(?:const|let|var) [\w{].* = |export (?:default|const|function) |['"]use strict['"])/.test(first) },
  {
    what: 'a shell script', hint: 'Paste the manifests that it applies, or what it prints.',
    is: (first, lines) => /^#!.*\b(?:ba|z|k|da)?sh\b/.test(lines[0] ?? '') || /^(?:set -[a-z]+|export \w+=|(?:sudo )?(?:kubectl|helm|docker|kubeadm|minikube|kind|curl|apt-get|echo) [\w-][^:]*)$/.test(first),
  },
  { what: 'a web page or XML', hint: 'Paste the manifest itself, not the page around it.', is: (first) => /^<(?:!doctype|html|\?xml|[a-z][\w:-]*(?:\s[^>]*)?>)/i.test(first) },
  { what: 'a file of settings in sections, not YAML', hint: applied, is: (_first, lines) => some(lines, /^\[[\w.\-"/ ]+\]$/) && some(lines, /^\s*[\w.-]+\s*=/) && !some(lines, /^[\w-]+:(?: |$)/) },
  { what: 'text in base64', hint: 'Decode it first: base64 -d.', is: (first, lines) => first.length >= 40 && /[A-Z]/.test(first) && /[a-z]/.test(first) && /\d/.test(first) && every(lines, /^[A-Za-z0-9+/]+={0,2}$/) },
  { what: 'a list of variables, not YAML', hint: applied, is: (_first, lines) => every(lines, /^(?:export )?[\w.-]+\s*=/) },
  { what: 'a diff', hint: 'Paste the changed file itself.', is: (first, lines) => first.startsWith('diff -') || some(lines, /^@@ -\d+(?:,\d+)? \+\d+/) },
  { what: 'what Go prints of a value', hint: 'Paste the output of kubectl get … -o yaml.', is: (first) => /^&?(?:\w+\.)?[A-Z]\w*\{\w+:/.test(first) },
  { what: 'a log', hint: 'It tells what happened. Paste the object that it is about: kubectl get … -o yaml.', is: (first, lines) => logLine.test(first) && some(lines, logLine, Math.min(2, lines.length)) },
  {
    what: 'a page of Markdown', hint: 'Paste the manifest that it shows, without the words around it.',
    is: (_first, lines, all) => !some(lines, /^(?:apiVersion|kind):/) && some(all, /^#{1,6} \S/) && some(lines, /\[[^\]]{1,100}\]\([^)]{1,300}\)|\*\*\w|^\s*[-*] +\S+ \S+ \S+|^[A-Z][^:]{30,}[.!?]$|`[^`]+`/, 2),
  },
  { what: 'a certificate or a key', hint: 'Paste a manifest; keep private keys to yourself.', is: (first) => first.startsWith('-----BEGIN ') },
  { what: 'a pointer of Git LFS, not the file itself', hint: 'Fetch the file with git lfs pull.', is: (first) => first.startsWith('version https://git-lfs.') },
  { what: 'an address, not what stands behind it', hint: 'Open it, and paste its text.', is: (first, lines) => lines.length === 1 && /^https?:\/\/\S+$/.test(first) },
  { what: 'the name of a file, not what stands in it', hint: 'Paste the content of that file.', is: (first, lines) => lines.length === 1 && /^[\w./-]+\.(?:ya?ml|json|tpl)$/.test(first) },
];

/** What language a text is in, when it is none that Kubernetes reads. `text` is one part of the paste. */
export function languageOf(text: string): Foreign | undefined {
  const lines = text.slice(0, 20_000).split('\n').map((line) => line.trimEnd()).filter((line) => line !== '');
  const code = lines.filter((line) => !/^(?:#(?!!)|\/\/|;)/.test(line));
  const first = code.find((line) => !line.startsWith('#!')) ?? '';
  const found = languages.find(({ is }) => is(first, code, lines));
  return found && {
    code: 'notKubernetes', severity: 'error', message: `This is ${found.what}`, detail: 'Kubernetes reads YAML and JSON.', hint: found.hint,
  };
}
