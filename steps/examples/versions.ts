import { feature } from './feature.ts'

export const versionExamples = {
  I1: feature`
    Feature: A museum's collection, published twice

      Scenario: The second version is there beside the first
        Given version 2 of paintings is served under /api/collection/paintings
        And a painting exists with:
          | title | Guernica |
        When the client sends GET /api/collection/paintings
        Then the response lists these paintings:
          | title    |
          | Guernica |
        And the response header "X-API-Version" is "2"
        When the client sends GET /api/v1/paintings/{painting.id}
        Then the response field "title" is "Guernica"
        And the response header "X-API-Version" is "1"
  `,

  I4: feature`
    Feature: A phone book is put in order

      Scenario: The number moves to what else is known of the line
        Given an entry has these fields:
          | field  | type   | rules    |
          | name   | string | required |
          | number | string | required |
        And version 2 of entries is served under /api/v2/entries
        And in version 2 an entry shows:
          | field       | from   |
          | person      | name   |
          | line.number | number |
          | line.kind   | "home" |
        When the client sends POST /api/v2/entries with body:
          """
          { "person": "Ada", "line": { "number": "1815" } }
          """
        Then the response status is 201
        And the response field "line.kind" is "home"
        When the client sends GET /api/v1/entries/{entry.id}
        Then the response field "name" is "Ada"
        And the response has no field "person"
  `,

  I2: feature`
    Feature: A zoo's visitors say what they are used to

      Scenario: The version is asked for by a header
        Given an animal exists with:
          | name | Knut |
        When the client asks for version 1
        And the client lists animals
        Then the response lists 1 animal
        When the client asks for version 7
        And the client lists animals
        Then the request is rejected with 400
  `,

  I3: feature`
    Feature: A timetable in its last year

      Scenario: Who still reads the old one is told how long it lasts
        Given version 2 of trains is served under /api/v2/trains
        And version 1 is announced as deprecated until 2027-01-31
        When the client sends GET /api/v1/trains
        Then the response header "Sunset" is "Sun, 31 Jan 2027 00:00:00 GMT"
        And the response header "Deprecation" is "#present"
  `,

  I5: feature`
    Feature: A tide table that nobody should use any more

      Scenario: Since when is said to the second
        Given version 2 of tides is served under /api/v2/tides
        And version 1 is deprecated since 2026-06-30
        When the client sends GET /api/v1/tides
        Then the response header "Deprecation" is "@1782777600"
        When the client sends GET /api/v2/tides
        Then the response header "Deprecation" is "#absent"
  `,
}
