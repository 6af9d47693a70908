/** With `--require`: tells on file descriptor 3 the CPU time in milliseconds and the peak memory in KB of a process. */
const { readFileSync, writeSync } = require('node:fs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  writeSync(3, `${(user + system) / 1000} ${peak}`);
});
