import { feature } from './feature.ts'

export const limitExamples = {
  H1: feature`
    Feature: A coffee machine

      Scenario: Nobody gets a third coffee within an hour
        Given POST /api/v1/coffees is limited to 2/hour per address
        When the client creates a coffee with:
          | kind | espresso |
        And the client sends the same request 2 times
        Then 1 of the responses have the status 201
        And 1 of the responses have the status 429
        When 1 hour passes
        And the client sends the same request again
        Then the response status is 201
  `,

  H4: feature`
    Feature: A planetarium

      Scenario: Who asks about stars and planets asks the same machine
        Given requests under /api/v1/sky are limited to 2 requests per minute per address
        And stars are served under /api/v1/sky/stars
        And planets are served under /api/v1/sky/planets
        When the client lists stars
        Then the response status is 200
        When the client lists planets
        And the client sends the same request again
        Then the response status is 429
  `,

  H2: feature`
    Feature: A wishing well

      Scenario: There are three wishes
        Given POST /api/v1/wishes is limited to 3/day per client
        When the client creates a wish with:
          | text | a sausage |
        Then the response reports 2 requests remaining
        When the client sends the same request again
        Then the response reports 1 request remaining
  `,

  H3: feature`
    Feature: A telephone box

      Scenario: The queue moves on after a quarter of an hour
        Given POST /api/v1/calls is limited to 1 per 15 minutes per address
        When the client creates a call with:
          | to | Aunt Ada |
        Then the response status is 201
        When the client sends the same request again
        Then the client is told to retry after 15 minutes
  `,
}
