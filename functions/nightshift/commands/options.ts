import { Option } from 'commander';

/** `--schedule FILE`, which every command takes. */
export function scheduleOption(): Option {
  return new Option(
    '--schedule <file>',
    'the schedule; else what NIGHTSHIFT_SCHEDULE names, config/schedule.yaml or schedule.yaml',
  );
}

/** `--json`, with the shape of what is printed instead. */
export function jsonOption(shape: string): Option {
  return new Option('--json', `prints ${shape}`);
}

/** `--serverless FILE`, for commands that hold the schedule against what is deployed. */
export function serverlessOption(): Option {
  return new Option('--serverless <file>', 'the serverless.yml; else the one in the current directory');
}

/** `--endpoint URL`, where FunctionGraph is. */
export function endpointOption(): Option {
  return new Option(
    '--endpoint <url>',
    'where FunctionGraph is, when it is not the public address of the region',
  );
}
