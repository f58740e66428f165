Feature: HTTP manners
  The shop is talked to by tills, phones and programs that nobody has met. It uses HTTP as they expect it:
  the right status, the headers that help, and a plain no to what it cannot read.

  Background:
    Given an author exists with:
      | name | Bram Stoker |
    And these books exist:
      | title                    | author      | price |
      | Dracula                  | Bram Stoker | 8.99  |
      | The Jewel of Seven Stars | Bram Stoker | 6.50  |

  Rule: An answer says where things are

    Scenario: What was created tells its address
      When the client sends POST /api/v1/books with body:
        """
        { "title": "The Lair of the White Worm", "author_id": "{author.id}", "price": "5.99" }
        """
      Then the response status is 201
      And the response header "Location" is "#regex .*/api/v1/books/[0-9a-f-]+"
      When the client sends GET {header.location}
      Then the response status is 200
      And the response field "title" is "The Lair of the White Worm"

    Scenario: What is listed can be read one by one
      When the client sends GET /api/v1/books
      And the client sends GET /api/v1/books/{response.items[0].id}
      Then the response field "title" is "Dracula"

    Scenario: A page of a list links to the others
      When the client sends GET /api/v1/books with query:
        | limit | 1 |
      Then the response header "Link" is "#present"
      And the response links to the next page

    Scenario: An answer says that it is JSON
      When the client sends GET /api/v1/books/{"Dracula".id}
      Then the response status is 200 OK
      And the response header "Content-Type" is "#regex application/json.*"

  Rule: A method does what it is known for

    Scenario: HEAD tells whether a book is there without sending it
      When the client sends HEAD /api/v1/books/{"Dracula".id}
      Then the response status is 200
      And the response header "Content-Type" is "#regex application/json.*"

    Scenario: HEAD tells that a book is not there, too
      When the client sends HEAD /api/v1/books/00000000-0000-4000-8000-000000000000
      Then the response status is 404

    Scenario: Reading twice gives the same answer twice
      When the client sends GET /api/v1/books/{"Dracula".id}
      And the client sends the same request 2 times
      Then the response status is 200
      And the response field "title" is "Dracula"

    Scenario: Creating twice does not make two
      When the client sends POST /api/v1/books with body:
        """
        { "title": "The Snake's Pass", "author_id": "{author.id}", "price": "4.99" }
        """
      And the client sends the same request again
      Then the response status is 409

    Scenario: Replacing twice is the same as replacing once
      When the client sends PUT /api/v1/books/{"Dracula".id} with body:
        """
        { "title": "Dracula", "author_id": "{author.id}", "price": "7.50" }
        """
      And the client sends the same request again
      Then the response status is 200
      And the response field "price" is "7.50"

    Scenario: Deleting twice finds nothing the second time
      When the client sends DELETE /api/v1/books/{"Dracula".id}
      Then the response status is 204
      When the client sends the same request again
      Then the response status is 404 Not Found

    Scenario: Where a method makes no sense, the answer says which ones do
      When the client sends DELETE /api/v1/books
      Then the request is rejected with 405 and error "method_not_allowed"
      And the response header "Allow" contains "GET"
      And the response header "Allow" contains "POST"

    Scenario: A single book allows other methods than the list
      When the client sends POST /api/v1/books/{"Dracula".id}
      Then the request is rejected with 405 and error "method_not_allowed"
      And the response header "Allow" contains "GET"
      And the response header "Allow" contains "PUT"
      And the response header "Allow" contains "PATCH"
      And the response header "Allow" contains "DELETE"

  Rule: What cannot be read is turned away at the door

    Scenario: A sentence that breaks off is not JSON
      When the client sends POST /api/v1/books with body:
        """
        { "title": "Under the Sunset", "price":
        """
      Then the request is rejected with 400 and error "malformed_body"
      And no book exists with:
        | title | Under the Sunset |

    Scenario Outline: A book sent as <type> is not accepted
      Given the request header "Content-Type" is "<type>"
      When the client sends POST /api/v1/books with body:
        """
        <body>
        """
      Then the request is rejected with 415 and error "unsupported_media_type"

      Examples:
        | type            | body                                   |
        | application/xml | <book><title>Miss Betty</title></book> |
        | text/plain      | Please add Miss Betty by Bram Stoker.  |

    Scenario: A parcel that is announced as too large is not opened
      Given the request header "Content-Length" is "50000000"
      When the client sends POST /api/v1/books with body:
        """
        { "title": "Miss Betty", "author_id": "{author.id}", "price": "4.99" }
        """
      Then the request is rejected with 413 and error "payload_too_large"
      And no book exists with:
        | title | Miss Betty |
