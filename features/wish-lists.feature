Feature: Wish lists
  Readers keep lists of what they wish for. A list belongs to the reader who made it, who alone changes it; booksellers
  may clear away what was left behind.

  Background:
    Given a wishlist has these fields:
      | field    | type                  | rules                     |
      | title    | string                | required, max 80          |
      | occasion | enum(birthday, other) | default other             |
      | remarks  | text                  | visible to its owner      |
    And only signed-in clients may create wishlists
    And only its owner may list wishlists
    And only its owner may update a wishlist
    And only its owner or the role "bookseller" may read a wishlist
    And only its owner or the role "bookseller" may delete a wishlist
    And these users are registered:
      | email           | name            | password              | role       |
      | ada@example.org | Ada Byron       | the difference engine | reader     |
      | ben@example.org | Charles Babbage | the analytical engine | reader     |
      | eva@example.org | Eva Crane       | the beekeepers' shelf | bookseller |

  Rule: Whoever makes a list owns it

    Scenario: A reader makes a list
      Given the client is signed in as "ada@example.org"
      When the client creates a wishlist with:
        | title | Engines |
      Then the response status is 201
      And the response field "owner_id" is {"ada@example.org".id}
      And the response field "occasion" is "other"

    Scenario: Strangers make none
      Given the client is anonymous
      When the client creates a wishlist with:
        | title | Engines |
      Then the request is rejected with 401
      And the response header "WWW-Authenticate" is "Bearer"

    Scenario: Nobody makes a list for somebody else
      Given the client is signed in as "ada@example.org"
      When the client sends POST /api/v1/wishlists with body:
        """json
        { "title": "Engines", "owner_id": {"ben@example.org".id} }
        """
      Then the response status is 201
      And the response field "owner_id" is {"ada@example.org".id}

    Scenario: Who may not come in does not learn what would be wrong
      Given the client is anonymous
      When the client sends POST /api/v1/wishlists with body:
        """json
        { "title": "" }
        """
      Then the request is rejected with 401

  Rule: Only its owner changes it

    Background:
      Given the client is signed in as "ada@example.org"
      And the client creates a wishlist with:
        | title   | Engines                  |
        | remarks | Not for the Countess     |

    Scenario: The owner
      When the client updates the wishlist "Engines" with:
        | title | Calculating engines |
      Then the response status is 200
      And the response field "title" is "Calculating engines"

    Scenario: Another reader
      Given the client is signed in as "ben@example.org"
      When the client updates the wishlist "Engines" with:
        | title | Mine |
      Then the request is rejected with 403 and error "forbidden"
      And a wishlist exists with:
        | title | Engines |

    Scenario: A bookseller clears it away, and does not rewrite it
      Given the client is signed in as "eva@example.org"
      When the client updates the wishlist "Engines" with:
        | title | Old stock |
      Then the request is rejected with 403
      When the client deletes the wishlist "Engines"
      Then the response status is 204
      And no wishlist exists with:
        | title | Engines |

    Scenario: Another reader deletes nothing
      Given the client is signed in as "ben@example.org"
      When the client deletes the wishlist "Engines"
      Then the request is rejected with 403

    Scenario: An unknown list is unknown to everybody who is signed in, and closed to all others
      When the client sends DELETE /api/v1/wishlists/7c9e6679-7425-40de-944b-e07fc1f90ae7
      Then the request is rejected with 404
      Given the client is anonymous
      When the client sends DELETE /api/v1/wishlists/7c9e6679-7425-40de-944b-e07fc1f90ae7
      Then the request is rejected with 401

  Rule: Everybody sees their own

    Background:
      Given these wishlists exist:
        | title    | remarks          | owner_id        |
        | Engines  | Not the Countess | ada@example.org |
        | Tables   |                  | ben@example.org |
        | Sonnets  |                  | ada@example.org |

    Scenario: A list of lists holds one's own
      Given the client is signed in as "ada@example.org"
      When the client lists wishlists
      Then the response lists these wishlists:
        | title   |
        | Engines |
        | Sonnets |

    Scenario: Asking for another's does not show them
      Given the client is signed in as "ben@example.org"
      When the client sends GET /api/v1/wishlists?owner_id={"ada@example.org".id}
      Then the request is rejected with 422
      When the client reads the wishlist "Engines"
      Then the request is rejected with 403

    Scenario: The owner reads the remarks
      Given the client is signed in as "ada@example.org"
      When the client reads the wishlist "Engines"
      Then the response field "remarks" is "Not the Countess"

    Scenario: A bookseller reads the list, and not the remarks
      Given the client is signed in as "eva@example.org"
      When the client reads the wishlist "Engines"
      Then the response status is 200
      And the response has no field "remarks"
