/** The codes of errors, for programs, and the status of each where the features state no other. */
export const codes: Readonly<Record<string, readonly [status: number, when: string]>> = {
  validation_failed: [422, 'a field, or a parameter, is not as it has to be'],
  malformed_body: [400, 'the body is not JSON, or no form where one is sent'],
  bad_request: [400, 'the request cannot be understood'],
  unauthenticated: [401, 'the client has not signed in'],
  forbidden: [403, 'the client may not'],
  not_found: [404, 'there is no such path, or no such row'],
  method_not_allowed: [405, 'the path has other methods: `Allow` names them'],
  conflict: [409, 'another row has this already, or stands in the way'],
  precondition_failed: [412, 'the row has been changed meanwhile'],
  payload_too_large: [413, 'the body has more than 1 MB, or a file more than it may'],
  unsupported_media_type: [415, 'the body is of another type than JSON, or a file of none that it may be'],
  precondition_required: [428, 'a change has to say which version it is of'],
  rate_limited: [429, 'too many requests'],
  internal_error: [500, 'something is wrong with the service'],
  not_implemented: [501, 'somebody still has to write this'],
  unavailable: [503, 'something that the service needs is not there'],
}
