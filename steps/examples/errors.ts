import { feature } from './feature.ts'

export const errorExamples = {
  E1: feature`
    Feature: A hotel's keys

      Scenario: There is no room 13
        When the client reads the room "13"
        Then the request is rejected with 404 Not Found
  `,

  E2: feature`
    Feature: A ferry

      Scenario: A passenger without a name does not board
        Given a passenger has these fields:
          | field | type   | rules    |
          | name  | string | required |
        When the client sends POST /api/v1/passengers with body:
          """
          {}
          """
        Then the request is rejected with 422 and error "validation_failed"
  `,

  E3: feature`
    Feature: A seed bank

      Scenario: The name of a seed is its own
        Given a seed exists with:
          | name | Emmer |
        When the client creates a seed with:
          | name | Emmer |
        Then the request is rejected with 409
        And the error reports "has already been taken" for the field "name"
  `,

  E4: feature`
    Feature: A service desk

      Scenario: A refusal can be asked about on the telephone
        When the client reads the case "forgotten"
        Then the error envelope names the request id
  `,

  E6: feature`
    Feature: A bank's own statuses

      Scenario: What cannot be understood is a bad request
        Given an invalid body is answered with 400 Bad Request
        And a transfer has these fields:
          | field  | type  | rules    |
          | amount | money | required |
        When the client creates a transfer with:
          | amount | plenty |
        Then the request is rejected with 400 and error "validation_failed"
  `,

  E7: feature`
    Feature: A kindergarten speaks plainly

      Scenario: A child has a name
        Given the message for "required" is "is missing, please fill it in"
        And a child has these fields:
          | field | type    | rules    |
          | name  | string  | required |
          | age   | integer |          |
        When the client creates a child with:
          | age | 4 |
        Then the error reports "is missing, please fill it in" for the field "name"
  `,
}
