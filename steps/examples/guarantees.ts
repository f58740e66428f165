import { feature } from './feature.ts'

export const guaranteeExamples = {
  A23: feature`
    Feature: A cloakroom

      Scenario: The last two hooks are taken by two guests
        Given a rack has these fields:
          | field | type    | rules                   |
          | name  | string  | required                |
          | hooks | integer | required                |
          | taken | integer | derived: count of coats |
          | left  | integer | derived: hooks - taken  |
        And a coat belongs to a rack
        And the "left" of a rack never falls below 0
        And a rack exists with:
          | name  | Foyer |
          | hooks | 2     |
        When 5 clients send POST /api/v1/coats at once with body:
          """
          { "owner": "somebody", "rack_id": {rack.id} }
          """
        Then 2 of the responses have the status 201
        And 3 of the responses have the status 409
  `,

  A24: feature`
    Feature: A lift

      Scenario: One passenger too many
        Given a lift has these fields:
          | field | type    | rules                         |
          | name  | string  | required                      |
          | load  | integer | derived: sum of riders.weight |
        And a rider belongs to a lift
        And the "load" of a lift never exceeds 300
        And a lift exists with:
          | name | East |
        When the client creates a rider with:
          | lift   | East |
          | weight | 280  |
        Then the response status is 201
        When the client creates a rider with:
          | lift   | East |
          | weight | 21   |
        Then the request is rejected with 409 and error "overloaded"
  `,

  A29: feature`
    Feature: A cinema

      Scenario: A smaller hall does not hold who has a ticket
        Given a screening has these fields:
          | field | type    | rules                     |
          | film  | string  | required                  |
          | sold  | integer | derived: count of tickets |
        And a screening belongs to a hall
        And a ticket belongs to a screening
        And the "sold" of a screening never exceeds the "chairs" of its hall
        And a hall exists with:
          | name   | Studio |
          | chairs | 2      |
        And a screening exists with:
          | film | Metropolis |
          | hall | Studio     |
        When 4 clients send POST /api/v1/tickets at once with body:
          """
          { "screening_id": {screening.id} }
          """
        Then 2 of the responses have the status 201
        When the client updates the hall "Studio" with:
          | chairs | 1 |
        Then the request is rejected with 409 Conflict
  `,

  A31: feature`
    Feature: A sailing school

      Scenario: A course has so many places
        Given a course has these fields:
          | field  | type    | rules                           |
          | name   | string  | required, unique                |
          | places | integer | required                        |
          | taken  | integer | derived: sum of entries.persons |
        And an entry belongs to a course
        And an entry has these fields:
          | field   | type    | rules    |
          | persons | integer | required |
        And the "taken" of a course never exceeds its "places"
        And a course exists with:
          | name   | Knots |
          | places | 4     |
        And an entry exists with:
          | course  | Knots |
          | persons | 3     |
        When the client creates an entry with:
          | course  | Knots |
          | persons | 2     |
        Then the request is rejected with 409
  `,

  A32: feature`
    Feature: A barber

      Scenario: Nobody sits on somebody else's lap
        Given a cut belongs to a barber
        And a cut has these fields:
          | field  | type      | rules    |
          | begins | timestamp | required |
          | ends   | timestamp | required |
        And cuts of one barber never overlap between "begins" and "ends"
        And a barber exists with:
          | name | Figaro |
        And a cut exists with:
          | barber | Figaro               |
          | begins | 2030-05-01T09:00:00Z |
          | ends   | 2030-05-01T09:30:00Z |
        When the client creates a cut with:
          | barber | Figaro               |
          | begins | 2030-05-01T09:30:00Z |
          | ends   | 2030-05-01T10:00:00Z |
        Then the response status is 201
        When the client sends PATCH /api/v1/cuts/{cut.id} with body:
          """
          { "begins": "2030-05-01T09:20:00Z" }
          """
        Then the request is rejected with 409
  `,

  A33: feature`
    Feature: A minibus

      Scenario: Who has given it back does not have it
        Given a loan has these fields:
          | field | type    | rules         |
          | from  | date    | required      |
          | until | date    | required      |
          | over  | boolean | default false |
        And a loan belongs to a minibus
        And loans of one minibus never overlap between "from" and "until" where over is false
        And a minibus exists with:
          | name | Old Faithful |
        And these loans exist:
          | minibus      | from       | until      | over  |
          | Old Faithful | 2030-05-01 | 2030-05-08 | true  |
          | Old Faithful | 2030-05-10 | 2030-05-12 | false |
        When the client creates a loan with:
          | minibus | Old Faithful |
          | from    | 2030-05-03   |
          | until   | 2030-05-10   |
        Then the response status is 201
        When the client creates a loan with:
          | minibus | Old Faithful |
          | from    | 2030-05-09   |
          | until   | 2030-05-11   |
        Then the request is rejected with 409 and error "conflict"
  `,

  A11: feature`
    Feature: A shared shopping list

      Scenario: Two people cross out the same line
        Given concurrent changes to an item are refused
        And an item exists with:
          | what | Butter |
        When the client reads the item "Butter"
        And the request header "If-Match" is "{header.etag}"
        And 3 clients send PATCH /api/v1/items/{item.id} at once with body:
          """
          { "what": "Margarine" }
          """
        Then 1 of the responses have the status 200
        And 2 of the responses have the status 412
  `,

  C22: feature`
    Feature: Collecting for a gift

      Scenario: Who is not sure whether it went through sends it again
        Given POST /api/v1/gifts is idempotent by the header "Idempotency-Key"
        And the request header "Idempotency-Key" is "for-aunt-ada"
        When the client creates a gift with:
          | amount | 20 |
        And the client sends the same request 2 times
        Then the response status is 201
        When the client lists gifts
        Then the response lists 1 gift
        When the client creates a gift with:
          | amount | 25 |
        Then the request is rejected with 422
  `,

  F7: feature`
    Feature: A guest book

      Scenario: Who reads on misses nobody, and reads nobody twice
        Given entries are paginated by cursor
        And entries are listed by "guest"
        And these entries exist:
          | guest |
          | Bea   |
          | Cleo  |
          | Dora  |
        When the client sends GET /api/v1/entries?limit=2
        Then the response links to the next page
        Given an entry exists with:
          | guest | Ada |
        When the client follows the link to the next page
        Then the response lists these entries:
          | guest |
          | Dora  |
  `,

  A16: feature`
    Feature: Post by weight

      Scenario: The tariffs are there from the first day
        Given the service starts with these tariffs:
          | name   | grams |
          | letter | 20    |
          | parcel | 5000  |
        When the client lists tariffs
        Then the response lists these tariffs in order:
          | name   | grams |
          | letter | 20    |
          | parcel | 5000  |
        When the client updates the tariff "letter" with:
          | grams | 50 |
        Then the response status is 200
  `,
}
