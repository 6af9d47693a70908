import type { AsyncPolicy } from './serverless/deployment.ts';

/** Whether two policies ask for the same. */
export function samePolicy(one: AsyncPolicy, other: AsyncPolicy): boolean {
  return writePolicy(one) === writePolicy(other);
}

/** A policy in a line. */
export function writePolicy({
  maxAsyncRetryAttempts,
  maxAsyncEventAgeInSeconds,
  enableAsyncStatusLog,
  destinationConfig: { onSuccess, onFailure },
}: AsyncPolicy): string {
  return [
    `${maxAsyncRetryAttempts} retries`,
    `events of at most ${maxAsyncEventAgeInSeconds} s`,
    ...(enableAsyncStatusLog ? ['status log'] : []),
    ...(onSuccess ? [`on success ${writeDestination(onSuccess)}`] : []),
    ...(onFailure ? [`on failure ${writeDestination(onFailure)}`] : []),
  ].join(', ');
}

type Destination = NonNullable<AsyncPolicy['destinationConfig']['onFailure']>;

function writeDestination({ destination, param }: Destination): string {
  const { topicUrn, bucket, prefix, expires, streamName, funcUrn } = param;
  const parts = [topicUrn, bucket, prefix, expires, streamName, funcUrn].filter((part) => part !== undefined);
  return `${destination} ${parts.join(' ')}`;
}
