export default {
  test: { include: ['test/*.vitest.js'], testTimeout: 60_000, hookTimeout: 300_000 },
};
