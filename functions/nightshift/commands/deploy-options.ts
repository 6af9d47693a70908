import { Option } from 'commander';

/** `--endpoint URL`, where FunctionGraph is. */
export function endpointOption(): Option {
  return new Option(
    '--endpoint <url>',
    'where FunctionGraph is, when it is not the public address of the region',
  );
}
