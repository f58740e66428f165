import { feature } from './feature.ts'

export const cachingExamples = {
  G1: feature`
    Feature: A departures board

      Scenario: Who looks up sees what the last one saw, until a train is cancelled
        Given trains are cached for 5 minutes
        And a train exists with:
          | to    | Oxford |
          | track | 4      |
        When the client lists trains
        And the client sends the same request again
        Then the response comes from the cache
        When the client updates the train "Oxford" with:
          | track | 7 |
        And the client lists trains
        Then the response does not come from the cache
        And the response lists these trains:
          | to     | track |
          | Oxford | 7     |
  `,

  G6: feature`
    Feature: A lighthouse's log

      Scenario: The log is long, and read by many
        Given GET /api/v1/entries is cached for 1 hour
        And 2 entries exist
        When the client lists entries
        And the client sends the same request again
        Then the response comes from the cache
        And the response header "Cache-Control" contains "max-age=3600"
  `,

  G2: feature`
    Feature: A museum's catalogue

      Scenario: The same picture is asked for all day
        Given paintings are cached for 1 day
        And a painting exists with:
          | title | The Cornfield |
        When the client reads the painting "The Cornfield"
        And the client reads the painting "The Cornfield"
        Then the response comes from the cache
        And the response field "title" is "The Cornfield"
  `,

  G3: feature`
    Feature: A tide table

      Scenario: What is old is looked up again
        Given tides are cached for 30 minutes
        And a tide exists with:
          | port   | Dover |
          | metres | 6     |
        When the client lists tides
        Then the response does not come from the cache
        When the client reads the tide "Dover"
        Then the response does not come from the cache
  `,

  G4: feature`
    Feature: A weather vane

      Scenario: Who knows the wind already is not told again
        Given a vane exists with:
          | place | Dover |
          | wind  | west  |
        When the client reads the vane "Dover"
        And the client repeats the request with the ETag it received
        Then the response status is 304
  `,
}
