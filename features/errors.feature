Feature: Errors
  A refusal is an answer too. It says what was wrong, in words for people and in a code for programs,
  names every mistake at once, and carries the number under which the shop can look it up.

  Rule: Every refusal has the same shape

    Scenario: A refusal is a problem document
      When the client reads the book "The Winds of Winter"
      Then the response body is:
        """
        {
          "type": "#string",
          "title": "#string",
          "status": 404,
          "detail": "#string",
          "instance": "#string",
          "error": "not_found",
          "request_id": "#string",
          "timestamp": "#timestamp",
          "errors": "##array"
        }
        """
      And the response header "Content-Type" is "#regex application/problem.json.*"

    Scenario: A refusal names the request
      When the client deletes the book "The Winds of Winter"
      Then the request is rejected with 404
      And the error envelope names the request id

    Scenario: A client can number its requests itself
      Given the request header "X-Request-ID" is "till-3-receipt-0042"
      When the client reads the book "The Winds of Winter"
      Then the error envelope names the request id
      And the response field "request_id" is "till-3-receipt-0042"
      And the response header "X-Request-ID" is "till-3-receipt-0042"

  Rule: Each kind of mistake has its status

    Scenario: What does not exist is answered with 404
      Given an unknown item is answered with 404 Not Found
      When the client updates the author "Nobody" with:
        | country | Nowhere |
      Then the request is rejected with 404 Not Found and error "not_found"

    Scenario: What exists already is answered with 409
      Given a duplicate is answered with 409 Conflict
      And an author exists with:
        | name | Homer |
      When the client creates an author with:
        | name | Homer |
      Then the request is rejected with 409 Conflict and error "conflict"

    Scenario: What makes no sense is answered with 422
      Given an invalid body is answered with 422
      When the client creates an author with:
        | name | Homer       |
        | born | a while ago |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "is not a date" for the field "born"

    Scenario Outline: Among the <items> there is no "<unknown>"
      Given 2 <items> exist
      When the client sends GET /api/v1/<items>/<unknown>
      Then the request is rejected with 404 and error "not_found"

      Examples:
        | items      | unknown                              |
        | books      | 00000000-0000-4000-8000-000000000000 |
        | books      | not-an-id                            |
        | orders     | 00000000-0000-4000-8000-000000000000 |
        | categories | cookery                              |

    Scenario Outline: The shop has nothing under <path>
      When the client sends GET <path>
      Then the request is rejected with 404 and error "not_found"

      Examples:
        | path              |
        | /api/v1/magazines |
        | /api/v9/books     |

    Scenario: What does not exist cannot be replaced either
      When the client replaces the author "Nobody" with:
        | name | Odysseus |
      Then the request is rejected with 404
      And no author exists with:
        | name | Odysseus |

  Rule: Every mistake is named, each with its field

    Scenario: All mistakes are reported at once
      When the client sends POST /api/v1/books with body:
        """
        {
          "title": 1984,
          "published": "tomorrow",
          "blurb": "A must-read!"
        }
        """
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "is not a string" for the field "title"
      And the error reports "is required" for the field "author_id"
      And the error reports "is required" for the field "price"
      And the error reports "is not a date" for the field "published"
      And the error reports "is not a known field" for the field "blurb"

    Scenario: What is right is not mentioned
      When the client sends POST /api/v1/authors with body:
        """
        { "name": "Homer", "born": "long ago", "country": "Greece" }
        """
      Then the request is rejected with 422
      And the response body contains:
        """
        { "errors": [{ "field": "born", "message": "is not a date" }] }
        """
      And the response has no field "errors[1]"

    Scenario: The shop can find its own words
      Given the message for "matches" is "is not written the way we know it"
      And a book exists with:
        | title | Emma |
      When the client updates the book "Emma" with:
        | isbn | 12345 |
      Then the request is rejected with 422
      And the error reports "is not written the way we know it" for the field "isbn"

    Scenario: A request that is refused changes nothing at all
      Given an author exists with:
        | name    | Homer  |
        | country | Greece |
      When the client updates the author "Homer" with:
        | country | Ithaca      |
        | born    | a while ago |
      Then the request is rejected with 422
      And an author exists with:
        | name    | Homer  |
        | country | Greece |

    Scenario: The same mistake gets the same answer every time
      When the client creates an author with:
        | name | Homer |
      And the client sends the same request 3 times
      Then 3 of the responses have the status 409
      And the error reports "has already been taken" for the field "name"
