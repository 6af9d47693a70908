import { Option } from 'commander';

/** The options that say which `serverless.yml`, and where FunctionGraph is. */
export function serverlessOptions(): readonly Option[] {
  return [
    new Option('--file <file>', 'the serverless.yml; else the one here'),
    new Option('--endpoint <url>', 'where FunctionGraph is, when it is not the public address of the region'),
  ];
}
