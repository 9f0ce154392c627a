import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

const SENTENCE = '502 - Web server received an invalid response while acting as a gateway or proxy server\\.';

export default {
  name: 'iis',
  title: 'IIS with Application Request Routing (Azure App Service and Application Gateway v1 are built on it)',
  source:
    'https://learn.microsoft.com/troubleshoot/azure/application-gateway/application-gateway-troubleshooting-502; IIS custerr 502.htm',
  server: /^Microsoft-IIS(?:\/|$)/,
  traces: [['Server', /^Microsoft-IIS(?:\/|$)/]],
  pages: [
    {
      status: [502],
      body: new RegExp(
        `^<!DOCTYPE html PUBLIC [^>]{10,160}>[\\s\\S]{0,600}?<title>${SENTENCE}</title>[\\s\\S]{0,3000}?<h2>${SENTENCE}</h2>`,
      ),
      causes: [...NOT_CONNECTED, ...BROKEN_OFF, ...BAD_ANSWER, ...TOO_SLOW, ...NO_NAME],
    },
  ],
  lookAt: 'the IIS log (sc-substatus and sc-win32-status of this 502) or, on Azure, the backend health of the gateway',
} satisfies Maker;
