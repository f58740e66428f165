import { feature } from './feature.ts'

export const modelExamples = {
  A1: feature`
    Feature: The catalogue of a library

      Scenario: A book without a title cannot be found again
        Given a book has these fields:
          | field | type    | rules            |
          | title | string  | required, max 80 |
          | pages | integer | min 1            |
        When the client creates a book with:
          | pages | 0 |
        Then the error reports "is required" for the field "title"
        And the error reports "is at least 1" for the field "pages"
  `,

  A2: feature`
    Feature: Lending

      Scenario: Who borrows has to be a member
        Given a loan belongs to a member
        And no members exist
        When the client creates a loan with:
          | member | Ada Lovelace |
        Then the request is rejected with 422
        And the error reports "does not exist" for the field "member_id"
  `,

  A3: feature`
    Feature: A record shop

      Scenario: A record stands in more than one box
        Given a record can have many genres
        And these genres exist:
          | name |
          | Jazz |
          | Soul |
        When the client sends POST /api/v1/records with body:
          """
          { "title": "Feeling Good", "genres": [{"Jazz".id}, {"Soul".id}] }
          """
        And the client sends GET /api/v1/genres/{"Soul".id}/records
        Then the response lists these records:
          | title        |
          | Feeling Good |
  `,

  A4: feature`
    Feature: A bakery

      Scenario: A new loaf lies on the counter
        Given loaves are served under /counter/loaves
        When the client creates a loaf with:
          | flour | rye |
        Then the response header "Location" is "#regex .*/counter/loaves/.+"
  `,

  A12: feature`
    Feature: A museum's inventory

      Scenario: The label on an exhibit leads to it
        Given an exhibit has these fields:
          | field  | type   | rules    |
          | label  | string | required |
          | called | string |          |
        And an exhibit is addressed by its "label"
        And an exhibit exists with:
          | label  | EX-17          |
          | called | Sundial, brass |
        When the client sends GET /api/v1/exhibits/EX-17
        Then the response field "called" is "Sundial, brass"
  `,

  A15: feature`
    Feature: Membership of a library

      Scenario: Nobody leaves with a book in their bag
        Given a loan belongs to a member
        And a member with loans cannot be deleted
        And a member exists with:
          | name | Ada Lovelace |
        And 1 loan exists
        When the client deletes the member "Ada Lovelace"
        Then the request is rejected with 409 Conflict
  `,

  A17: feature`
    Feature: Departures

      Scenario: The train that leaves next stands on top
        Given trains are listed by "leaves_at"
        And these trains exist:
          | to     | leaves_at            |
          | Vienna | 2030-05-01T09:40:00Z |
          | Zürich | 2030-05-01T08:05:00Z |
          | Prague | 2030-05-01T09:10:00Z |
        When the client lists trains
        Then the response lists these trains in order:
          | to     |
          | Zürich |
          | Prague |
          | Vienna |
  `,

  A18: feature`
    Feature: Looking for a flat

      Scenario: A tenant says what they can pay
        Given flats can be filtered by:
          | parameter | keeps those where  |
          | max_rent  | rent is at most it |
        And these flats exist:
          | street      | rent |
          | Elm Street  | 820  |
          | Park Avenue | 1900 |
        When the client lists flats where "max_rent" is 900
        Then the response lists these flats:
          | street     |
          | Elm Street |
  `,

  A22: feature`
    Feature: A weather station

      Scenario: An older sensor still sends its battery
        Given a reading has these fields:
          | field   | type    | rules    |
          | celsius | decimal | required |
        And fields that a reading does not have are ignored
        When the client creates a reading with:
          | celsius | 21.5 |
          | battery | low  |
        Then the response status is 201
        And the response has no field "battery"
  `,

  A30: feature`
    Feature: A street of workshops

      Scenario: What was a shop is a studio now, and kept its rows
        Given a studio was called a shop
        And a studio exists with:
          | name | Kiln |
        When the client reads the studio "Kiln"
        Then the response status is 200
  `,

  F1: feature`
    Feature: A photo album

      Scenario: An album opens at its first page
        Given photos are paginated 2 per page, at most 6
        And 3 photos exist
        When the client lists photos
        Then the page holds 2 of 3 photos
        When the client sends GET /api/v1/photos?limit=7
        Then the request is rejected with 422
  `,

  F8: feature`
    Feature: A helpdesk

      Scenario: The queue is read in portions
        Given tickets are paginated by "page" and "per_page", 2 at a time, at most 50
        And 3 tickets exist
        When the client sends GET /api/v1/tickets?page=2
        Then the page holds 1 of 3 tickets
        And the response field "per_page" is 2
  `,
}
