Feature: Booksellers
  Who works in the shop has a role: trainees learn, booksellers sell, managers run the place and may all that booksellers
  may. Recommendations are theirs to write; readers see those that are published.

  Background:
    Given a recommendation has these fields:
      | field     | type                   | rules                                                     |
      | title     | string                 | required, max 120, searchable                             |
      | body      | text                   | required                                                  |
      | state     | enum(draft, published) | default draft                                             |
      | fee       | money                  | visible to managers, writable by managers, sortable       |
      | shelf     | string                 | writable by booksellers                                   |
    And only the role "bookseller" may create recommendations
    And only the role "bookseller" may update recommendations
    And only the role "manager" may delete recommendations
    And the role "manager" may do what the role "bookseller" may
    And recommendations where state is "draft" are hidden from clients without the role "bookseller"
    And clients with the role "trainee" see only recommendations where shelf is "Novels"
    And recommendations can be filtered by:
      | parameter | keeps those where  |
      | paid      | fee is at least it |
    And only the role "manager" may update users
    And only the role "manager" may list users

  Rule: Roles are for work

    Scenario Outline: A <role> who writes a recommendation is answered with <status>
      Given the client is signed in with the role "<role>"
      When the client creates a recommendation with:
        | title | Start with Emma |
        | body  | It is the wittiest. |
      Then the response status is <status>

      Examples:
        | role       | status |
        | reader     | 403    |
        | trainee    | 403    |
        | bookseller | 201    |
        | manager    | 201    |

    Scenario: Without any role it takes signing in first
      Given the client is anonymous
      When the client creates a recommendation with:
        | title | Start with Emma |
        | body  | It is the wittiest. |
      Then the request is rejected with 401 and error "unauthenticated"

    Scenario: A bookseller does not throw away what others wrote
      Given a recommendation exists with:
        | title | Start with Emma |
      And the client is signed in with the role "bookseller"
      When the client deletes the recommendation "Start with Emma"
      Then the request is rejected with 403
      Given the client is signed in with the role "manager"
      When the client deletes the recommendation "Start with Emma"
      Then the response status is 204

  Rule: Nobody gives themselves a role

    Scenario: Not when registering
      When the client sends POST /auth/register with body:
        """json
        { "email": "mal@example.org", "name": "Mal", "password": "let me in, please", "role": "manager" }
        """
      Then the request is rejected with 422
      And the error reports "is refused" for the field "role"
      And no user exists with:
        | email | mal@example.org |

    Scenario: A manager gives one, and it counts at once
      Given these users are registered:
        | email           | name      | password              | role    |
        | tom@example.org | Tom Tulip | a shelf full of roses | trainee |
      And the client is signed in with the role "manager"
      When the client updates the user "tom@example.org" with:
        | role | bookseller |
      Then the response status is 200
      Given the client is signed in as "tom@example.org"
      When the client creates a recommendation with:
        | title | Start with Emma |
        | body  | It is the wittiest. |
      Then the response status is 201

    Scenario: Readers see no list of readers
      Given the client is signed in with the role "reader"
      When the client lists users
      Then the request is rejected with 403

  Rule: Drafts are for those who write them

    Background:
      Given these recommendations exist:
        | title           | body      | state     | shelf  | fee   |
        | Start with Emma | Wittiest. | published | Novels | 25.00 |
        | Then Persuasion | Saddest.  | draft     | Novels | 30.00 |
        | On liberty      | Shortest. | published | Essays | 10.00 |

    Scenario: Readers are shown what is published
      Given the client is anonymous
      When the client lists recommendations
      Then the response lists these recommendations:
        | title           |
        | Start with Emma |
        | On liberty      |
      And the page holds 2 of 2 recommendations

    Scenario: A draft is not even there
      Given the client is signed in with the role "reader"
      When the client reads the recommendation "Then Persuasion"
      Then the request is rejected with 404

    Scenario: Nor is it found
      Given the client is signed in with the role "reader"
      When the client searches recommendations for "Persuasion"
      Then the response lists 0 recommendations

    Scenario: Booksellers and managers see it
      Given the client is signed in with the role "bookseller"
      When the client reads the recommendation "Then Persuasion"
      Then the response status is 200
      Given the client is signed in with the role "manager"
      When the client lists recommendations
      Then the response lists 3 recommendations

    Scenario: Trainees keep to their shelf
      Given the client is signed in with the role "trainee"
      When the client lists recommendations
      Then the response lists these recommendations:
        | title           |
        | Start with Emma |
      When the client reads the recommendation "On liberty"
      Then the request is rejected with 404

  Rule: What a recommendation pays is the manager's business

    Background:
      Given these recommendations exist:
        | title           | body      | state     | fee   |
        | Start with Emma | Wittiest. | published | 25.00 |
        | On liberty      | Shortest. | published | 10.00 |

    Scenario: A manager sees the fee and sorts by it
      Given the client is signed in with the role "manager"
      When the client lists recommendations sorted by "fee"
      Then the response lists these recommendations in order:
        | title           | fee   |
        | On liberty      | 10.00 |
        | Start with Emma | 25.00 |

    Scenario: A bookseller does not
      Given the client is signed in with the role "bookseller"
      When the client reads the recommendation "Start with Emma"
      Then the response status is 200
      And the response has no field "fee"

    Scenario Outline: Nor does one find out by asking for <query>
      Given the client is signed in with the role "bookseller"
      When the client sends GET /api/v1/recommendations?<query>
      Then the request is rejected with 422

      Examples:
        | query      |
        | sort=fee   |
        | sort=-fee  |
        | paid=20.00 |

    Scenario: A bookseller does not set it either
      Given the client is signed in with the role "bookseller"
      When the client updates the recommendation "Start with Emma" with:
        | title | Start with Emma! |
        | fee   | 99.00            |
      Then the request is rejected with 403 and error "forbidden"
      And the error reports "is refused" for the field "fee"
      And a recommendation exists with:
        | title | Start with Emma |
        | fee   | 25.00           |
