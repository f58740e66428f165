import { feature } from './feature.ts'

export const identityExamples = {
  B1: feature`
    Feature: A rowing club

      Scenario: A member signs in
        Given these users are registered:
          | email           | password          |
          | ada@example.org | difference-engine |
        When the client signs in with email "ada@example.org" and password "difference-engine"
        Then the response status is 200
  `,

  B2: feature`
    Feature: A guest book

      Scenario: Nobody writes without a name
        Given only signed-in clients may create entries
        And the client is signed in as "ada@example.org"
        And the client is anonymous
        When the client creates an entry with:
          | text | Lovely! |
        Then the request is rejected with 401
  `,

  B3: feature`
    Feature: A diary

      Scenario: Who is signed in writes
        Given only signed-in clients may create notes
        And the client is signed in as "ada@example.org"
        When the client creates a note with:
          | text | Rain |
        Then the response status is 201
  `,

  B4: feature`
    Feature: A wine list

      Scenario: The sommelier adds a wine
        Given only the role "sommelier" may create wines
        And the client is signed in with the role "sommelier"
        When the client creates a wine with:
          | name | Barolo |
        Then the response status is 201
  `,

  B5: feature`
    Feature: A cloakroom

      Scenario: Yesterday's token opens nothing
        Given only signed-in clients may create coats
        And the client presents an expired access token
        When the client creates a coat with:
          | number | 17 |
        Then the request is rejected with 401
  `,

  B6: feature`
    Feature: A bank vault

      Scenario: A forged token opens nothing
        Given only signed-in clients may create boxes
        And the client presents an access token signed with another key
        When the client creates a box with:
          | number | 17 |
        Then the request is rejected with 401
  `,

  B7: feature`
    Feature: A newspaper

      Scenario: Readers do not write it, and do not see it beforehand
        Given only the role "editor" may list and create stories
        And the client is signed in with the role "reader"
        When the client creates a story with:
          | title | Rain |
        Then the request is rejected with 403
        When the client lists stories
        Then the request is rejected with 403
  `,

  B8: feature`
    Feature: An allotment

      Scenario: Neighbours keep out
        Given only its owner may delete a bed
        And the client is signed in as "ada@example.org"
        And the client creates a bed with:
          | name | Beans |
        And the client is signed in as "ben@example.org"
        When the client deletes the bed "Beans"
        Then the request is rejected with 403
  `,

  B9: feature`
    Feature: A members' area

      Scenario: Only with the right password
        Given these users are registered:
          | email           | password          |
          | ada@example.org | difference-engine |
        When the client signs in with email "ada@example.org" and password "difference-engine"
        Then the response field "token_type" is "Bearer"
  `,

  B10: feature`
    Feature: A reading room

      Scenario: Readers stay longer than a quarter of an hour
        Given only signed-in clients may create notes
        And the client is signed in as "ada@example.org"
        And 20 minutes pass
        When the client refreshes its access token
        Then the response status is 200
        When the client creates a note with:
          | text | Still here |
        Then the response status is 201
  `,

  B11: feature`
    Feature: A locker room

      Scenario: A key is turned once
        Given the client is signed in as "ada@example.org"
        And the client refreshes its access token
        When the client reuses a refresh token it has already used
        Then the request is rejected with 401
        When the client refreshes its access token
        Then the request is rejected with 401
  `,

  B12: feature`
    Feature: A night club

      Scenario: Who has left stays out
        Given only signed-in clients may create drinks
        And the client is signed in as "ada@example.org"
        When the client signs out
        Then the response status is 204
        When the client creates a drink with:
          | name | Tonic |
        Then the request is rejected with 401
  `,

  B13: feature`
    Feature: A kiosk

      Scenario: It forgets its customers soon
        Given these users are registered:
          | email           | password          |
          | ada@example.org | difference-engine |
        When the client signs in with email "ada@example.org" and password "difference-engine"
        Then the client receives an access token that expires in 5 minutes
  `,

  B14: feature`
    Feature: A suggestion box

      Scenario: Suggestions are signed
        Given only signed-in clients may create suggestions
        When the client creates a suggestion with:
          | text | More tea |
        Then the request is rejected with 401
  `,

  B15: feature`
    Feature: A weather station

      Scenario: Its own scheme
        Given clients present their access token as "Station" in the header "X-Key"
        And only signed-in clients may create readings
        When the client creates a reading with:
          | degrees | 21 |
        Then the request is rejected with 401
        And the response header "WWW-Authenticate" is "Station"
  `,

  B16: feature`
    Feature: A web shop

      Scenario: The browser keeps the token
        Given clients present their access token in the cookie "shop"
        And only signed-in clients may create baskets
        And the client is signed in as "ada@example.org"
        When the client creates a basket with:
          | name | Monday |
        Then the response status is 201
        Given the request header "Origin" is "https://evil.example"
        When the client creates a basket with:
          | name | Tuesday |
        Then the request is rejected with 403
  `,

  B17: feature`
    Feature: A theatre

      Scenario: The stage door
        Given clients sign in with POST /stage-door
        And these users are registered:
          | email           | password          |
          | ada@example.org | difference-engine |
        When the client sends POST /stage-door with body:
          """
          { "email": "ada@example.org", "password": "difference-engine" }
          """
        Then the response status is 200
        And the response body is:
          """
          { "ticket": "#jwt" }
          """
  `,

  B20: feature`
    Feature: A kennel

      Scenario: Walkers see the dogs that may go out
        Given a dog has these fields:
          | field | type    | rules    |
          | name  | string  | required |
          | tame  | boolean | required |
        And clients with the role "walker" see only dogs where tame is true
        And these dogs exist:
          | name  | tame  |
          | Fluff | true  |
          | Fang  | false |
        And the client is signed in with the role "walker"
        When the client lists dogs
        Then the response lists these dogs:
          | name  |
          | Fluff |
        When the client reads the dog "Fang"
        Then the request is rejected with 404
  `,

  B21: feature`
    Feature: A wall

      Scenario: What is not dry yet
        Given a picture has these fields:
          | field | type    | rules         |
          | title | string  | required      |
          | dry   | boolean | default false |
        And pictures where dry is false are hidden from clients without the role "painter"
        And these pictures exist:
          | title | dry   |
          | Sea   | true  |
          | Storm | false |
        When the client reads the picture "Storm"
        Then the request is rejected with 404
        Given the client is signed in with the role "painter"
        When the client reads the picture "Storm"
        Then the response status is 200
  `,

  B22: feature`
    Feature: A library card

      Scenario: At the desk
        Given clients register with POST /desk
        When the client sends POST /desk with body:
          """
          { "email": "ada@example.org", "password": "difference-engine" }
          """
        Then the response status is 201
        When the client signs in with email "ada@example.org" and password "difference-engine"
        Then the response status is 200
  `,

  B23: feature`
    Feature: A parking app

      Scenario: A longer stay
        Given clients refresh their access token with POST /longer
        And these users are registered:
          | email           | password          |
          | ada@example.org | difference-engine |
        When the client signs in with email "ada@example.org" and password "difference-engine"
        And the client refreshes its access token
        Then the response status is 200
        When the client sends POST /longer with body:
          """
          { "ticket": "nonsense" }
          """
        Then the request is rejected with 401
  `,

  B24: feature`
    Feature: A hotel

      Scenario: Checking out
        Given clients sign out with DELETE /stay
        And the client is signed in as "ada@example.org"
        When the client sends DELETE /stay
        Then the response status is 204
        When the client sends DELETE /stay
        Then the request is rejected with 401
  `,

  B25: feature`
    Feature: A garden gate

      Scenario: Another lock
        Given clients change their password with PUT /lock
        And these users are registered:
          | email           | password          |
          | ada@example.org | difference-engine |
        And the client signs in with email "ada@example.org" and password "difference-engine"
        When the client sends PUT /lock with body:
          """
          { "old": "difference-engine", "new": "analytical-engine" }
          """
        Then the response status is 204
        When the client signs in with email "ada@example.org" and password "difference-engine"
        Then the request is rejected with 401
  `,

  B18: feature`
    Feature: A noticeboard

      Scenario: The caretaker clears it
        Given only its owner or the role "caretaker" may delete a notice
        And the client is signed in as "ada@example.org"
        And the client creates a notice with:
          | text | Piano lessons |
        And the client creates a notice with:
          | text | Bicycle found |
        When the client deletes the notice "Bicycle found"
        Then the response status is 204
        Given the client is signed in with the role "visitor"
        When the client deletes the notice "Piano lessons"
        Then the request is rejected with 403
        Given the client is signed in with the role "caretaker"
        When the client deletes the notice "Piano lessons"
        Then the response status is 204
  `,

  B19: feature`
    Feature: A ship

      Scenario: The captain may do what the mate may
        Given only the role "mate" may create entries
        And the role "captain" may do what the role "mate" may
        And the client is signed in with the role "captain"
        When the client creates an entry with:
          | text | Land |
        Then the response status is 201
  `,

  A13: feature`
    Feature: A chess club

      Scenario: What others see of a player
        Given a player has these fields:
          | field | type   | rules            |
          | nick  | string | required, unique |
          | phone | string |                  |
        And a card shows the fields "nick" of a player
        And a card is addressed by its "nick"
        And a player exists with:
          | nick  | rook |
          | phone | 1234 |
        When the client sends GET /api/v1/cards/rook
        Then the response body is:
          """
          { "nick": "rook" }
          """
  `,

  A14: feature`
    Feature: A gym

      Scenario: Members see their own account
        Given the client's own user is served under /api/v1/card
        And the client is signed in as "ada@example.org"
        When the client sends GET /api/v1/card
        Then the response field "email" is "ada@example.org"
  `,

  A26: feature`
    Feature: A school

      Scenario: Only teachers teach
        Given a lesson has these fields:
          | field      | type   | rules    |
          | title      | string | required |
          | teacher_id | user   | required |
        And the "teacher_id" of a lesson has the role "teacher"
        And these users are registered:
          | email           | password          | role    |
          | ada@example.org | difference-engine | pupil   |
        When the client creates a lesson with:
          | title      | Sums            |
          | teacher_id | ada@example.org |
        Then the request is rejected with 422
  `,

  C19: feature`
    Feature: A jukebox

      Scenario: Stars
        Given a song has these fields:
          | field | type   | rules    |
          | title | string | required |
        And a client can star and unstar a song
        And a song exists with:
          | title | Fever |
        And the client is signed in as "ada@example.org"
        When the client performs "star" on the song "Fever"
        Then the response field "starred" is true
        And the response field "stars_count" is 1
  `,

  G5: feature`
    Feature: A car park

      Scenario: Tickets run out
        Given only signed-in clients may create tickets
        And the client is signed in as "ada@example.org"
        And 16 minutes pass
        When the client creates a ticket with:
          | plate | AB 1 |
        Then the request is rejected with 401
  `,
}
