import { feature } from './feature.ts'

export const requestExamples = {
  C1: feature`
    Feature: An observatory

      Scenario: A planet can be looked up
        Given a planet exists with:
          | name | Saturn |
        When the client sends GET /api/v1/planets/{planet.id}
        Then the response field "name" is "Saturn"
  `,

  C2: feature`
    Feature: A cookbook

      Scenario: A recipe is written down
        When the client sends POST /api/v1/recipes with body:
          """
          { "dish": "Goulash", "serves": 4 }
          """
        Then the response body contains:
          | dish   | Goulash |
          | serves | 4       |

      Scenario: A recipe is written down as a table
        When the client sends POST /api/v1/recipes with body:
          | dish   | Pancakes |
          | serves | 2        |
        Then the response body contains:
          """
          { "dish": "Pancakes", "serves": 2 }
          """
  `,

  C3: feature`
    Feature: Wine by the glass

      Scenario: Somebody would like a red
        Given these wines exist:
          | name     | colour |
          | Riesling | white  |
          | Merlot   | red    |
        When the client lists wines
        Then the response lists 2 wines
        When the client sends GET /api/v1/wines with query:
          | colour | red  |
          | sort   | name |
        Then the response lists these wines:
          | name   |
          | Merlot |
  `,

  C4: feature`
    Feature: Tracing requests

      Scenario: A till numbers its requests itself
        Given the request header "X-Request-ID" is "till-3-receipt-42"
        When the client lists receipts
        Then the response header "X-Request-ID" is "till-3-receipt-42"
  `,

  C5: feature`
    Feature: A games club

      Scenario: A nickname is given once
        Given a player has these fields:
          | field    | type   | rules            |
          | nickname | string | required, unique |
        When the client creates a player with:
          | nickname | Rook |
        And the client sends the same request again
        Then the request is rejected with 409 Conflict
  `,

  C6: feature`
    Feature: A turnstile

      Scenario: Everybody who passes is counted
        When the client creates a pass with:
          | gate | north |
        And the client sends the same request 2 times
        And the client lists passes
        Then the response lists 3 passes
  `,

  C15: feature`
    Feature: A light switch

      Scenario: Three people reach for the switch
        Given a lamp has these fields:
          | field | type    | rules         |
          | room  | string  | required      |
          | on    | boolean | default false |
        And to light a lamp changes its "on" from false to true
        And a lamp exists with:
          | room | Hall |
        When 3 clients send POST /api/v1/lamps/{lamp.id}/light at once
        Then 1 of the responses have the status 200
        And 2 of the responses have the status 409
  `,

  C21: feature`
    Feature: A marriage register

      Scenario: A number is given once
        Given a marriage has these fields:
          | field  | type    | rules            |
          | number | integer | required, unique |
        When 4 clients send POST /api/v1/marriages at once with body:
          """
          { "number": 17 }
          """
        Then 1 of the responses have the status 201
        And 3 of the responses have the status 409
        When the client lists marriages
        Then the response lists these marriages:
          | number |
          | 17     |
  `,

  C16: feature`
    Feature: A drawing class

      Scenario: A drawing is handed in
        Given a drawing has these fields:
          | field | type   | rules                                    |
          | title | string | required                                 |
          | sheet | file   | max 100 kB, types image/png or image/gif |
        And a drawing exists with:
          | title | Two pears |
        When the client uploads "a PNG of 20 kB" to /api/v1/drawings/{drawing.id}/sheet
        Then the response status is 201
        And the response body contains:
          | type | image/png |
          | size | 20480     |

      Scenario: One on a sheet that is too large
        Given a drawing exists with:
          | title | A mural |
        When the client uploads "a PNG of 101 kB" to /api/v1/drawings/{drawing.id}/sheet
        Then the request is rejected with 413
  `,

  C23: feature`
    Feature: Expenses

      Scenario: A receipt comes with its amount
        Given a receipt has these fields:
          | field  | type  | rules    |
          | amount | money | required |
          | scan   | file  | required |
        When the client uploads "a PDF of 4 kB" to /api/v1/receipts with:
          | amount | 12.50 |
        Then the response body contains:
          | amount    | 12.50           |
          | scan.type | application/pdf |
  `,

  C24: feature`
    Feature: A wardrobe

      Scenario: A newer photo takes the place of the older
        Given a coat has these fields:
          | field | type   | rules    |
          | name  | string | required |
          | photo | file   |          |
        And a coat exists with:
          | name | Duffle |
        When the client sends PUT /api/v1/coats/{coat.id}/photo with the file "a GIF of 2 kB"
        Then the response field "type" is "image/gif"
  `,

  C7: feature`
    Feature: A vet's practice

      Scenario: A new patient arrives
        When the client creates a patient with:
          | name    | Rex |
          | species | dog |
        Then a patient exists with:
          | name    | Rex |
          | species | dog |
  `,

  C8: feature`
    Feature: A herbarium

      Scenario: A plant is looked up by its name
        Given these plants exist:
          | name  | family    |
          | Basil | Lamiaceae |
          | Dill  | Apiaceae  |
        When the client reads the plant "Dill"
        Then the response field "family" is "Apiaceae"
  `,

  C9: feature`
    Feature: A jukebox

      Scenario: The songs to choose from
        Given a song exists with:
          | title | Blue Moon |
        When the client lists songs
        Then the response lists these songs:
          | title     |
          | Blue Moon |
  `,

  C10: feature`
    Feature: An animal shelter

      Scenario: A family looks for a cat
        Given these animals exist:
          | name | species |
          | Rex  | dog     |
          | Mimi | cat     |
        When the client lists animals
        Then the response lists 2 animals
        When the client lists animals where "species" is "cat"
        Then the response lists these animals:
          | name |
          | Mimi |
  `,

  C11: feature`
    Feature: A high score table

      Scenario: The best score comes first
        Given these scores exist:
          | player | points |
          | Ada    | 70     |
          | Bob    | 90     |
        When the client lists scores
        Then the response lists 2 scores
        When the client lists scores sorted by "-points"
        Then the response lists these scores in order:
          | player |
          | Bob    |
          | Ada    |
  `,

  C12: feature`
    Feature: A restaurant's menu

      Scenario: The price of a dish goes up
        Given a dish exists with:
          | name  | Ramen  |
          | price | 11     |
          | spice | medium |
        When the client updates the dish "Ramen" with:
          | price | 12 |
        Then the response body contains:
          | price | 12     |
          | spice | medium |
  `,

  C13: feature`
    Feature: A theatre's programme

      Scenario: Another play takes the evening, and has no guest star
        Given an evening exists with:
          | play | Hamlet       |
          | star | Mrs Campbell |
        When the client replaces the evening "Hamlet" with:
          | play | Macbeth |
        Then the response body contains:
          | play | Macbeth |
          | star | null    |
  `,

  C14: feature`
    Feature: A to-do list

      Scenario: What is done is struck off
        Given a task exists with:
          | text | Water the plants |
        When the client deletes the task "Water the plants"
        Then the response status is 204 No Content
        And no task exists with:
          | text | Water the plants |
  `,

  C17: feature`
    Feature: A newspaper's archive

      Scenario: A reader remembers one word
        Given a report has these fields:
          | field    | type   | rules      |
          | headline | string | searchable |
        And these reports exist:
          | headline              |
          | Comet seen over Paris |
          | Bakers on strike      |
        When the client searches reports for "comet"
        Then the response lists these reports:
          | headline              |
          | Comet seen over Paris |
  `,

  F2: feature`
    Feature: A telephone book

      Scenario: A page is turned
        Given entries are paginated 2 per page, at most 100
        And these entries exist:
          | name  |
          | Adams |
          | Baker |
          | Clark |
        When the client lists page 2 of entries
        Then the response lists these entries:
          | name  |
          | Clark |
  `,

  F3: feature`
    Feature: A guided tour

      Scenario: A visitor goes on to the next rooms
        Given rooms are paginated 2 per page, at most 10
        And 3 rooms exist
        When the client lists rooms
        And the client follows the link to the next page
        Then the response lists 1 room
  `,
}
