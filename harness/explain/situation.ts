import type { Answer } from './answer.ts';
import type { NoAnswer } from './no-answer.ts';

/** What a visitor is in, in plain words. */
export interface Situation {
  /** Whether nothing is wrong. */
  readonly healthy: boolean;
  /** What happened: sentences. */
  readonly happened: readonly string[];
  readonly helps: readonly string[];
  readonly hardlyHelps: readonly string[];
}

const NOT_YOU = 'It is not your computer, your browser or your connection: your request arrived, and was answered.';
const SLOW = "The site's front door (the gateway) works, but the server behind it did not answer it in time.";
const BAD = "The site's front door (the gateway) works, but it got no usable answer from the server behind it.";

/** What statuses mean to a visitor. */
const HAPPENED: Readonly<Record<number, string>> = {
  408: 'The site says that your request did not arrive whole in time. A slow or shaky connection of yours can be the reason.',
  425: 'The site wants the request again, over a connection that is fully set up. Reloading does that.',
  429: 'The site says that it was asked too often, by you or by others who share your address.',
  500: 'Something went wrong within the site itself.',
  502: BAD,
  503: 'The site says that it cannot answer just now: it is overloaded, being worked on, or the server behind its front door is out.',
  504: SLOW,
  520: BAD,
  521: BAD,
  522: SLOW,
  523: BAD,
  524: SLOW,
  525: BAD,
  526: BAD,
  530: BAD,
};

const HARDLY = [
  'Clearing the cache or cookies, another browser, another device, restarting the computer or the router: the failure lies at the site, and others see it too.',
  'Reloading again and again: it gives the site more to do.',
];

const SENT =
  'If you were sending something (an order, a form), look first whether it arrived: the server behind may have done it all the same.';

/** The situation after an answer; `wait` is what Retry-After asks for, in words. */
export function afterAnswer(answer: Answer, wait: string | null): Situation {
  const { status } = answer;
  if (status < 400) return whole(answer);
  const happened = HAPPENED[status];
  if (status < 500) {
    const about =
      happened ??
      'The site answered, and says that this request is one that it does not serve: an address, a sign-in or a permission is not right.';
    const helps = [
      wait ??
        (happened
          ? 'Wait a little, and try once more.'
          : 'Look at the address for typing errors, and whether you are signed in.'),
    ];
    return {
      healthy: false,
      happened: [about, 'This is about the request, not about a failure behind the gateway.'],
      helps,
      hardlyHelps: [],
    };
  }
  const first = wait ?? 'Wait a minute or two and reload, once. Many of these end by themselves within minutes.';
  return {
    healthy: false,
    happened: [happened ?? 'Something went wrong at the site.', NOT_YOU],
    helps: [
      first,
      SENT,
      'Look whether the site has a status page, or tell its operator (below). Nobody else can mend it.',
    ],
    hardlyHelps: HARDLY,
  };
}

function whole({ status, cut }: Answer): Situation {
  if (!cut)
    return {
      healthy: true,
      happened: [`The site answered (${status}). Nothing is wrong with this answer.`],
      helps: [],
      hardlyHelps: [],
    };
  return {
    healthy: false,
    happened: [
      'The answer began well and broke off: less came than was announced. That is no 502: the status was out already when it happened.',
      'Most often the server behind the gateway died, or was restarted, while it was sending.',
    ],
    helps: [
      'Reload. A download can be resumed by some programs.',
      'Do not use the part that came: a file or a page may be cut in the middle.',
    ],
    hardlyHelps: ['Clearing the cache hardly helps, unless the broken page comes back without the site being asked.'],
  };
}

const HELPS: Readonly<Record<NoAnswer['stage'], readonly string[]>> = {
  name: [
    'Look at the name for typing errors.',
    'Open another site. If that fails too, it is your connection or your resolver (DNS): restart the router, or try another network.',
    'If only this site fails, its domain may have lapsed or its DNS may be broken: only its operator can mend that.',
  ],
  connection: [
    'Open another site. If that fails too, it is your connection.',
    'Try from another network (a phone without WLAN): if it works there, something between you and the site blocks it.',
    'If all else works, the site is down: wait, and tell its operator.',
  ],
  encryption: [
    'Look at the date and time of your computer.',
    'In a company or school network a filter may stand in between: try another network.',
    'Do not pass over the warning where you sign in or pay. The operator has to renew or repair the certificate.',
  ],
  answer: [
    'Wait a minute or two and try once more.',
    SENT,
    'If it stays, tell the operator: something at the site, or just before it, ends connections.',
  ],
};

const STAGE: Readonly<Record<NoAnswer['stage'], string>> = {
  name: 'It ended at the very first step, when the address of the site was looked up.',
  connection: 'It ended when a connection to the site was to be made.',
  encryption: 'A connection was made, and it ended when the encryption was set up.',
  answer: 'A connection was made and the site was asked, and it ended before a whole answer.',
};

/** The situation where no answer came. */
export function afterNothing(failure: NoAnswer): Situation {
  const yours =
    failure.yours === 'maybe'
      ? 'It can lie at your own end as well as at the site.'
      : 'It hardly lies at your end: what was sent did reach somebody.';
  return {
    healthy: false,
    happened: [STAGE[failure.stage], failure.means, `This is not a 502: no gateway answered at all. ${yours}`],
    helps: HELPS[failure.stage],
    hardlyHelps: failure.stage === 'name' ? [] : ['Clearing cookies, or another browser.'],
  };
}
