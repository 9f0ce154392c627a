import { networkInterfaces } from 'node:os';

/**
 * The interfaces by which packets leave this network namespace: all that are up and have an address, but for loopback. A
 * container may be in several networks; only one of them has the default route.
 */
export function outerDevices(): readonly string[] {
  const devices = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
  return devices.length > 0 ? devices : ['lo'];
}
