import { feature } from './feature.ts'

export const errorExamples = {
  E5: feature`
    Feature: A lighthouse

      Scenario: A refusal says what is wrong, lamp by lamp
        Given errors are answered as:
          """
          { "code": "<code>", "problems": { "<field>": ["<message>"] } }
          """
        And a lamp has these fields:
          | field  | type    | rules           |
          | colour | string  | required        |
          | reach  | integer | required, min 1 |
        When the client creates a lamp with:
          | reach | 0 |
        Then the request is rejected with 422 and error "validation_failed"
        And the error reports "is required" for the field "colour"
        And the response field "problems.reach" is ["is at least 1"]
  `,

  E8: feature`
    Feature: An open library of maps

      Scenario: Whoever has a page may show our maps
        Given pages of any origin may call the API
        And a map exists with:
          | title | The Alps |
        And the request header "Origin" is "https://walks.example"
        When the client lists maps
        Then the response header "Access-Control-Allow-Origin" is "*"
  `,

  E9: feature`
    Feature: A ticket office

      Scenario: Only our own page sells tickets
        Given pages of "https://tickets.example" may call the API
        And a ticket exists with:
          | seat | 12 B |
        And the request header "Origin" is "https://tickets.example"
        When the client lists tickets
        Then the response header "Access-Control-Allow-Origin" is "https://tickets.example"
        And the response header "Vary" contains "Origin"
  `,

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
