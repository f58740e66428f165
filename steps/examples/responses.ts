import { feature } from './feature.ts'

export const responseExamples = {
  D1: feature`
    Feature: A suggestion box

      Scenario: A suggestion is taken, and not answered at once
        When the client creates a suggestion with:
          | text | More plants in the hall |
        Then the response status is 202 Accepted
  `,

  D2: feature`
    Feature: A thermometer

      Scenario: A measurement has nothing but what it says
        When the client creates a measurement with:
          | celsius | 21.5 |
        Then the response body is:
          """
          { "id": "#uuid", "celsius": 21.5 }
          """
  `,

  D3: feature`
    Feature: A post office

      Scenario: A parcel is taken in
        When the client creates a parcel with:
          | to    | Oslo |
          | grams | 750  |
        Then the response body contains:
          | to    | Oslo |
          | grams | 750  |
        And the response body contains:
          """
          { "to": "Oslo" }
          """
  `,

  D4: feature`
    Feature: A chess club

      Scenario: Whoever joins has not played yet
        Given a player has these fields:
          | field | type    | rules     |
          | name  | string  | required  |
          | games | integer | default 0 |
        When the client creates a player with:
          | name | Judit |
        Then the response field "games" is 0
  `,

  D5: feature`
    Feature: A logbook

      Scenario: An entry can be found again, and says when it was made
        When the client creates an entry with:
          | text | Wind from the west |
        Then the response field "id" is a uuid
        And the response field "created_at" is a timestamp
  `,

  D6: feature`
    Feature: A safe

      Scenario: A safe does not tell its combination
        When the client creates a safe with:
          | owner       | Ada   |
          | combination | 17-42 |
        Then the response field "owner" is "Ada"
        And the response has no field "combination"
  `,

  D7: feature`
    Feature: A beehive

      Scenario: The keeper counts the hives
        Given 3 hives exist
        When the client lists hives
        Then the response lists 3 hives
  `,

  D8: feature`
    Feature: A toolbox

      Scenario: Nothing is missing, wherever it lies
        Given these tools exist:
          | name   |
          | Hammer |
          | Saw    |
        When the client lists tools
        Then the response lists these tools:
          | name   |
          | Saw    |
          | Hammer |
  `,

  D9: feature`
    Feature: A waiting room

      Scenario: Who came first is called first
        Given these visitors exist:
          | name |
          | Zoe  |
          | Adam |
        When the client lists visitors
        Then the response lists these visitors in order:
          | name |
          | Zoe  |
          | Adam |
  `,

  D10: feature`
    Feature: A pottery

      Scenario: A new vase tells where it stands
        When the client creates a vase with:
          | glaze | celadon |
        Then the response header "Location" is "#regex .*/api/v1/vases/[0-9a-f-]{36}"
  `,

  D11: feature`
    Feature: A bus stop

      Scenario: A small display asks for little
        Given a bus exists with:
          | line  | 42      |
          | to    | Harbour |
          | seats | 31      |
        When the client sends GET /api/v1/buses?fields=line,to
        Then the response carries only the fields "line, to"
  `,

  D12: feature`
    Feature: A gallery

      Scenario: The whole gallery cannot be thrown away, only looked at
        When the client lists paintings
        And the client sends DELETE /api/v1/paintings
        Then the request is rejected with 405 Method Not Allowed
        And the response header "Allow" contains "GET"
  `,

  D13: feature`
    Feature: A cloakroom

      Scenario: A number hangs on one hook
        Given a coat has these fields:
          | field  | type    | rules            |
          | number | integer | required, unique |
        When the client creates a coat with:
          | number | 17 |
        And the client sends the same request 3 times
        Then 3 of the responses have the status 409 Conflict
  `,

  D14: feature`
    Feature: A herbarium

      Scenario: A scan is what was put in
        Given a plant has these fields:
          | field | type   | rules    |
          | name  | string | required |
          | scan  | file   |          |
        And a plant is addressed by its "name"
        And a plant exists with:
          | name | Yarrow |
        And the client sends PUT /api/v1/plants/Yarrow/scan with the file "a JPEG of 3 kB"
        When the client sends GET /api/v1/plants/Yarrow/scan
        Then the response is the file "a JPEG of 3 kB"
  `,

  F4: feature`
    Feature: A stamp collection

      Scenario: A page of the album says how many stamps there are
        Given stamps are paginated 4 per page, at most 20
        And 6 stamps exist
        When the client lists page 2 of stamps
        Then the page holds 2 of 6 stamps
  `,

  F5: feature`
    Feature: A diary

      Scenario: There is more to read
        Given days are paginated 7 per page, at most 31
        And 8 days exist
        When the client lists days
        Then the response links to the next page
  `,

  F6: feature`
    Feature: A novel

      Scenario: After the last chapters there are no more
        Given chapters are paginated 10 per page, at most 50
        And 12 chapters exist
        When the client lists page 2 of chapters
        Then the response does not link to the next page
  `,
}
