import { feature } from './feature.ts'

export const ruleExamples = {
  C18: feature`
    Feature: A pizzeria's kitchen

      Scenario: What is in the oven cannot be put in again
        Given a pizza has these fields:
          | field | type                | rules                    |
          | name  | string              | required                 |
          | state | enum(raw, in, done) | read-only, default raw   |
        And to bake a pizza changes its "state" from "raw" to "in"
        And a pizza exists with:
          | name | Margherita |
        When the client performs "bake" on the pizza "Margherita"
        Then the response status is 200
        When the client sends the same request again
        Then the request is rejected with 409 and error "conflict"
        When the client lists pizzas
        Then the response lists these pizzas:
          | name       | state |
          | Margherita | in    |
  `,

  C20: feature`
    Feature: A lighthouse

      Scenario: The lamp is lit at dusk
        Given to light a lamp changes its "lit" from false to true
        And a lamp exists with:
          | place | North pier |
          | lit   | false      |
        When the client performs "light" on the lamp "North pier"
        Then the response field "lit" is true
  `,

  A10: feature`
    Feature: A recipe box

      Scenario: A card that was thrown away is taken out of the bin
        Given recipes are soft deleted
        And a recipe exists with:
          | dish | Goulash |
        When the client deletes the recipe "Goulash"
        And the client lists recipes
        Then the response lists 0 recipes
        When the client performs "restore" on the recipe "Goulash"
        Then the response status is 200
        When the client lists recipes
        Then the response lists 1 recipe
  `,

  A19: feature`
    Feature: A wine cellar

      Scenario: What is nearly gone has a list of its own
        Given a wine has these fields:
          | field   | type    | rules    |
          | name    | string  | required |
          | bottles | integer | required |
        And /api/v1/last-bottles lists the wines where bottles is below 3
        And these wines exist:
          | name    | bottles |
          | Barolo  | 2       |
          | Chianti | 24      |
        When the client sends GET /api/v1/last-bottles
        Then the response lists these wines:
          | name   |
          | Barolo |
  `,

  A20: feature`
    Feature: A seed bank

      Scenario: Where the seeds come from
        Given a seed has these fields:
          | field   | type   | rules    |
          | plant   | string | required |
          | country | string |          |
        And /api/v1/countries lists the distinct "country" of all seeds
        And these seeds exist:
          | plant  | country |
          | Maize  | Peru    |
          | Potato | Peru    |
          | Rice   | India   |
        When the client sends GET /api/v1/countries
        Then the response body is:
          """
          ["India", "Peru"]
          """
  `,

  A21: feature`
    Feature: A choir

      Scenario: A whole row of singers joins
        Given a singer has these fields:
          | field | type   | rules    |
          | name  | string | required |
          | voice | string |          |
        And singers can be created many at once under /api/v1/choir
        When the client sends POST /api/v1/choir with body:
          """
          [{ "name": "Ann", "voice": "alto" }, { "name": "Ben", "voice": "bass" }]
          """
        Then the response status is 201
        And the response lists these singers in order:
          | name |
          | Ann  |
          | Ben  |
  `,

  A25: feature`
    Feature: A parcel service

      Scenario: What is insured has a worth
        Given a parcel has these fields:
          | field   | type    | rules         |
          | to      | string  | required      |
          | insured | boolean | default false |
          | worth   | integer | default 0     |
        And the "worth" of a parcel is above 0 when its "insured" is true
        And a parcel exists with:
          | to | Oslo |
        When the client updates the parcel "Oslo" with:
          | insured | true |
        Then the request is rejected with 422
        And the error reports "is above 0" for the field "worth"
  `,

  A27: feature`
    Feature: A desk with one lamp

      Scenario: Only one bulb is screwed in
        Given a bulb has these fields:
          | field | type    | rules         |
          | watts | integer | required      |
          | spare | boolean | default false |
        And a bulb belongs to a lamp
        And a lamp has at most one bulb where spare is false
        And a lamp exists with:
          | name | Anglepoise |
        And a bulb exists with:
          | watts | 40         |
          | lamp  | Anglepoise |
        When the client creates a bulb with:
          | watts | 60         |
          | lamp  | Anglepoise |
        Then the request is rejected with 409
        When the client creates a bulb with:
          | watts | 60         |
          | lamp  | Anglepoise |
          | spare | true       |
        Then the response status is 201
  `,

  A28: feature`
    Feature: A ferry

      Scenario: Nobody boards once the gate is closed
        Given a sailing has these fields:
          | field | type    | rules         |
          | to    | string  | required      |
          | gate  | string  | default open  |
        And a passenger has these fields:
          | field | type   | rules    |
          | name  | string | required |
        And a passenger belongs to a sailing
        And a passenger needs a sailing where gate is "open"
        And a sailing exists with:
          | to   | Hull   |
          | gate | closed |
        When the client creates a passenger with:
          | name    | Ada  |
          | sailing | Hull |
        Then the request is rejected with 409
        And no passenger exists with:
          | name | Ada |
  `,
}
