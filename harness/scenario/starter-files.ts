/** The files of a new project by path: one scenario, a place for gateways of one's own, and a CI job. */
export const STARTER_FILES: Readonly<Record<string, string>> = {
  'scenarios/first.yaml': `name: The upstream dies halfway through the body
why: The app was killed while it sent a report; the client must be able to tell that the report is not whole.
tags: [crash, truncation]
upstreams:
  # The state of each upstream when the scenario begins: healthy, or a fault. \`gatecrash faults\` lists them.
  app: { fault: reset-mid-body, after: 512B, length: 4KiB }
steps:
  # A route of the gateway leads / to the upstream app, and /other to other.
  - request: GET /report
    # truncated: the client can tell. What the upstream saw counts too: one request, so no retry behind our back.
    expect: { body: truncated, upstream.app: { requests: 1 } }
`,

  'gatecrash.yaml': `# Gateways of your own, beside the built-in ones that \`gatecrash gateways\` lists. Take the # away:
gateways:
#  my-proxy:
#    # \${listen} is where it must listen; \${upstreams.app} and \${upstreams.other} are what it must forward to.
#    # Each is host:port; .host and .port are the parts. A word that begins with ./ is a path from this folder.
#    command: [./my-proxy, --listen, "\${listen}", --app, "\${upstreams.app}", --other, "\${upstreams.other}"]
#    # What its configuration says. Answers are judged by these; they are not passed on to it.
#    timeouts: { connect: 1s, read: 1s }
#    # It keeps upstream connections open between requests.
#    features: [keepalive]
#    # Files to write before it starts: name in its private folder \${dir} -> content, or the path of one to copy.
#    files: { my-proxy.conf: ./my-proxy.conf }
#  my-edge:
#    # An image that runs as it stands, in a network of its own in which app is an upstream of ours. In place of \`image\` a
#    # service of a compose file will do: { file: ./docker-compose.yml, service: edge }, as \`compose\`.
#    image: my/edge:1.2
#    # Where it listens, and host and port of what it forwards to, as they stand in its configuration.
#    listen: 8080
#    upstreams: { app: "app:3000" }
`,

  '.github/workflows/gatecrash.yml': `name: gatecrash
on: [push, pull_request]
jobs:
  gatecrash:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
      - run: sudo apt-get update && sudo apt-get install -y nginx haproxy
      # Lets gatecrash have network namespaces: firewall, route and DNS faults need them.
      - run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
      - run: npx --yes gatecrash run --reporter junit=gatecrash.xml
      - uses: actions/upload-artifact@v5
        if: always()
        with: { name: gatecrash, path: gatecrash.xml }
`,
};
