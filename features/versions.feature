Feature: Versions of the API
  The tills in the shops speak the first version, and nobody will replace them this year. The new web shop speaks the
  second: it calls things by other names, and counts in pages. Both sell the same books. What the second version does not
  say stays as it is, and the first does not notice that there is another.

  Background:
    Given version 2 of books is served under /api/v2/books
    And in version 2 a book shows:
      | field          | from                                                                   |
      | name           | title                                                                  |
      | price.amount   | price                                                                  |
      | price.currency | "EUR"                                                                  |
      | format         | binding with paperback as SOFT, hardback as HARD, ebook as DIGITAL     |
      | blurb          | summary                                                                |
      | grams          | weight * 1000                                                          |
      | sold           | nothing                                                                |
    And an author exists with:
      | name | Arthur Conan Doyle |
    And these books exist:
      | title                           | author             | price | binding   | weight |
      | A Study in Scarlet              | Arthur Conan Doyle | 6.50  | paperback | 0.25   |
      | The Hound of the Baskervilles   | Arthur Conan Doyle | 8.99  | hardback  | 0.5    |

  Rule: The second version has names of its own

    Scenario: The web shop reads a book by its names
      When the client sends GET /api/v2/books/{"A Study in Scarlet".id}
      Then the response status is 200
      And the response body contains:
        """
        { "name": "A Study in Scarlet", "price": { "amount": "6.50", "currency": "EUR" }, "format": "SOFT", "grams": 250 }
        """
      And the response has no field "title"
      And the response has no field "binding"
      And the response has no field "sold"

    Scenario: The till reads the same book by the names that it knows
      When the client sends GET /api/v1/books/{"A Study in Scarlet".id}
      Then the response body contains:
        """
        { "title": "A Study in Scarlet", "price": "6.50", "binding": "paperback", "weight": 0.25, "sold": 0 }
        """
      And the response has no field "name"
      And the response has no field "format"

    Scenario: What the web shop adds is on the till's list
      When the client sends POST /api/v2/books with body:
        """
        {
          "name": "The Sign of the Four",
          "author_id": "{author.id}",
          "price": { "amount": "7.20" },
          "format": "DIGITAL",
          "grams": 0
        }
        """
      Then the response status is 201
      And the response header "Location" is "/api/v2/books/{response.id}"
      And a book exists with:
        | title   | The Sign of the Four |
        | price   | 7.20                 |
        | binding | ebook                |
      When the client sends GET /api/v1/books/{book.id}
      Then the response field "title" is "The Sign of the Four"

    Scenario: A correction may name one part of the price
      When the client sends PATCH /api/v2/books/{"A Study in Scarlet".id} with body:
        """
        { "price": { "amount": "5.00" } }
        """
      Then the response status is 200
      And the response field "price.amount" is "5.00"
      And the response field "name" is "A Study in Scarlet"

    Scenario: A book can be deleted in either version
      When the client sends DELETE /api/v2/books/{"A Study in Scarlet".id}
      Then the response status is 204
      When the client sends GET /api/v1/books/{"A Study in Scarlet".id}
      Then the response status is 404

  Rule: Whoever asks by the names of a version is answered by them

    Scenario: Lists are sorted and filtered by the names of the version
      When the client sends GET /api/v2/books with query:
        | sort   | -name |
        | format | HARD  |
      Then the response lists these books in order:
        | name                          | format | price.amount |
        | The Hound of the Baskervilles | HARD   | 8.99         |

    Scenario: The fields of an answer are chosen by the names of the version
      When the client sends GET /api/v2/books/{"A Study in Scarlet".id}?fields=name,format
      Then the response body is:
        """
        { "name": "A Study in Scarlet", "format": "SOFT" }
        """

    Scenario: The names of the other version are none of this one
      When the client sends GET /api/v2/books?sort=title
      Then the request is rejected with 422 and error "validation_failed"
      When the client sends POST /api/v2/books with body:
        """
        { "title": "The Valley of Fear", "author_id": "{author.id}", "price": { "amount": "7.20" } }
        """
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "is required" for the field "name"
      And the error reports "is not a known field" for the field "title"

    Scenario: What is wrong is reported by the names of the version
      When the client sends POST /api/v2/books with body:
        """
        { "name": "Emma", "author_id": "{author.id}", "price": { "amount": "-1" }, "format": "hardback" }
        """
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "is at least 0" for the field "price.amount"
      And the error reports "is one of SOFT, HARD, DIGITAL" for the field "format"

    Scenario: What is taken is reported by the names of the version
      When the client sends POST /api/v2/books with body:
        """
        { "name": "A Study in Scarlet", "author_id": "{author.id}", "price": { "amount": "6.50" } }
        """
      Then the request is rejected with 409 and error "conflict"
      And the error reports "has already been taken" for the field "name"

    Scenario: Pages of a list link to pages of the same version
      When the client sends GET /api/v2/books?sort=name&limit=1
      Then the response header "Link" is "#regex .*</api/v2/books\?sort=name&limit=1&offset=1>; rel=.next.*"
      When the client follows the link to the next page
      Then the response lists these books:
        | name                          |
        | The Hound of the Baskervilles |

    Scenario: What the version says nothing of is there all the same
      When the client sends GET /api/v2/authors/{author.id}
      Then the response field "name" is "Arthur Conan Doyle"

  Rule: A client can ask for a version by a header, too

    Scenario: The header decides, whatever the path
      When the client asks for version 2
      And the client reads the book "A Study in Scarlet"
      Then the response field "name" is "A Study in Scarlet"
      And the response header "X-API-Version" is "2"
      And the response header "Vary" contains "X-API-Version"
      When the client updates the book "A Study in Scarlet" with:
        | name | A Study in Crimson |
      Then the response field "name" is "A Study in Crimson"
      When the client asks for version 1
      And the client lists books sorted by "title"
      Then the response lists these books in order:
        | title                         |
        | A Study in Crimson            |
        | The Hound of the Baskervilles |

    Scenario: A version that nobody has made is refused
      When the client asks for version 3
      And the client lists books
      Then the request is rejected with 400 and error "bad_request"

  Rule: Whoever speaks the first version is told how long it lasts

    Background:
      Given version 1 is deprecated since 2026-06-30
      And version 1 is announced as deprecated until 2027-01-31

    Scenario: An answer of the first version says when it ends, and what follows it
      When the client sends GET /api/v1/books/{"A Study in Scarlet".id}
      Then the response header "Deprecation" is "@1782777600"
      And the response header "Sunset" is "Sun, 31 Jan 2027 00:00:00 GMT"
      And the response header "Link" is "#regex </api/v2/books/[0-9a-f-]+>; rel=.successor-version."

    Scenario: A refusal says so, too
      When the client sends GET /api/v1/books?colour=red
      Then the request is rejected with 422
      And the response header "Sunset" is "#present"

    Scenario: The second version is here to stay
      When the client sends GET /api/v2/books
      Then the response lists 2 books
      And the response header "Deprecation" is "#absent"
      And the response header "Sunset" is "#absent"
