/** Features that must not be green where there is no service, besides the examples of the phrases. */
export const nothing: readonly { readonly name: string; readonly feature: string }[] = [
  {
    name: 'an unknown path is answered by a service, not by its absence',
    feature: `Feature: A shop
  Scenario: It sells no magazines
    When the client sends GET /api/v1/magazines
    Then the response status is 404
`,
  },
  {
    name: 'that no response has a status shows in answers of the service',
    feature: `Feature: A cloakroom
  Scenario: Numbers may be given twice
    When the client creates a coat with:
      | number | 17 |
    And the client sends the same request 3 times
    Then 0 of the responses have the status 409
`,
  },
]
