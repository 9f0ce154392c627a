import type { ImageStart, Launch } from '../core/gateway.ts';
import { printable } from './printable.ts';

/** The command that a launch is, its environment, and every file that it puts somewhere, each under its path. */
export function launchText(launch: Launch, dir: string): string {
  const { command, env = {}, files, placed = {}, writable = [], certified, stop, running, image } = launch;
  if (running) return `# nothing is started: it runs already at ${command[0]}\n`;
  const placedFiles = [
    ...Object.entries(files).map(([name, text]): [string, string] => [`${dir}/${name}`, text]),
    ...Object.entries(placed),
  ];
  const lines = [
    ...(image ? imageLines(command[0], image, stop) : [`# command, stopped by ${stop}`, command.map(quoted).join(' ')]),
    ...section(
      '# environment',
      Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`),
    ),
    ...section('# empty folders of its own', writable),
    ...section('# certificates that are made, each with its key behind it', certified?.paths ?? []),
    ...placedFiles.flatMap(([path, text]) => ['', `# file ${path}`, text.trimEnd()]),
  ];
  return `${lines.map((text) => text.split('\n').map(printable).join('\n')).join('\n')}\n`;
}

/** What is not told stays as the image has it. */
function imageLines(reference: string, image: ImageStart, stop: string): string[] {
  const { entrypoint, command, user, workingDir, copies = {}, volumes = [], memory = [], capabilities = [] } = image;
  const told = [
    ['entry point', entrypoint?.map(quoted).join(' ')],
    ['command', command?.map(quoted).join(' ')],
    ['user', user],
    ['working folder', workingDir],
    ['capabilities added', capabilities.length > 0 ? capabilities.join(', ') : undefined],
  ].flatMap(([what, value]) => (value === undefined ? [] : [`${what}: ${value}`]));
  return [
    `# a container of this image, stopped by ${stop}; what is not told is as the image has it`,
    reference,
    ...section('# told', told),
    ...section(
      '# copies of files and folders of this machine',
      Object.entries(copies).map(([path, source]) => `${path} <- ${source}`),
    ),
    ...section('# empty volumes', volumes),
    ...section('# held in memory', memory),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
