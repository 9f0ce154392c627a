/** Fixed octets, in hex, so that a run can be repeated: control characters, high octets, a NUL, and line ends in between. */
export const BINARY_GARBAGE = '8b1f00ff fe0d0a07 c3289dde adbeef1b 5b304a00 0a0dff7f e2828290 9f01020a';
