import type { RunEvent } from './core/event.ts';
import { messageOf, type Problem, ProblemError } from './core/problem.ts';
import type { Reporter, ReporterSession, Screen, Sink } from './core/reporter.ts';
import { seatReporters } from './reporter-sinks.ts';
import { chooseReporters, type ReporterSpec, withDefaults } from './reporter-spec.ts';
import { type Console, type ConsoleStream, openConsole } from './terminal/console.ts';
import { noticeText } from './terminal/notice-text.ts';
import { styleOf } from './terminal/style.ts';

/** What reporters are opened with. */
export interface ReportersOptions {
  readonly screen: Screen;
  readonly env: Sink['env'];
  readonly stdout: ConsoleStream;
  readonly stderr: ConsoleStream;
  /** From `loadFolder('reporters')`. */
  readonly registry: readonly Reporter[];
}

/** All reporters of a run as one. */
export interface OpenReporters extends ReporterSession {
  /** True when a reporter threw or could not write: the run's exit code is then 3. */
  readonly failed: boolean;
}

/**
 * Opens the reporters of a run: those of the specs, and the default for the console where all of these write to files.
 * One that throws is told of to the others and on stderr and hears no more; the others go on.
 *
 * @throws {ProblemError} blame `usage`: unknown names, two that would write into each other, files that cannot be written
 */
export function openReporters(specs: readonly ReporterSpec[], options: ReportersOptions): OpenReporters {
  const wanted = withDefaults(specs, options.screen, options.env);
  const { chosen, problems } = chooseReporters(wanted, options.registry);
  if (problems.length > 0) throw new ProblemError('usage', problems);
  const console = openConsole(options, (error) => crew.fail('the console', error));
  const crew = new Crew(console, options.screen);
  const { seated, problems: unwritable } = seatReporters(chosen, crew.console, options);
  if (unwritable.length > 0) {
    for (const { release } of seated) release();
    throw new ProblemError('usage', unwritable);
  }
  for (const { reporter, sink, release } of seated) crew.add(reporter.name, reporter.open(sink), release);
  return crew;
}

/** A reporter at work. */
interface Member {
  readonly name: string;
  readonly session: ReporterSession;
  readonly release: () => void;
  alive: boolean;
}

class Crew implements OpenReporters {
  readonly #members: Member[] = [];
  readonly #screen: Screen;
  /** The console, which notes whether anything was said on stderr. */
  readonly console: Console;
  failed = false;
  #ending = false;
  #said = false;

  constructor(console: Console, screen: Screen) {
    this.#screen = screen;
    const err = (text: string): void => {
      this.#said = true;
      console.err(text);
    };
    this.console = { ...console, err };
  }

  add(name: string, session: ReporterSession, release: () => void): void {
    this.#members.push({ name, session, release, alive: true });
  }

  on(event: RunEvent): void {
    if (event.type === 'run-ended') this.#ending = true;
    for (const member of this.#members) {
      if (!member.alive) continue;
      try {
        member.session.on(event);
      } catch (error) {
        member.alive = false;
        this.fail(`reporter ${member.name}`, error);
      }
    }
  }

  async close(): Promise<void> {
    this.#ending = true;
    for (const member of this.#members) {
      try {
        await member.session.close();
      } catch (error) {
        if (member.alive) this.fail(`reporter ${member.name}`, error);
      } finally {
        member.release();
      }
    }
  }

  /** Tells it as a notice, which some reporter may put on stderr; once a run has ended, nothing follows in any format. */
  fail(who: string, error: unknown): void {
    const problem: Problem = { code: 'reporter-failed', message: `${who} failed: ${messageOf(error)}` };
    const notice = { type: 'notice', level: 'error', problem } as const;
    this.failed = true;
    this.#said = false;
    if (!this.#ending) this.on(notice);
    if (!this.#said) this.console.err(noticeText(notice, styleOf(this.#screen)));
  }
}
