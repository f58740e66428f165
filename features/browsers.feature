Feature: Pages that call the API
  Two pages call the shop's API from a browser: the web shop and the office. Browsers ask before they let a page do so, and they
  read every answer with suspicion: what they are told about it keeps other pages from doing harm.

  Background:
    Given pages of "https://shop.example, https://office.example" may call the API
    And an author exists with:
      | name | Ann Radcliffe |
    And these books exist:
      | title                   | author        | price |
      | The Mysteries of Udolpho | Ann Radcliffe | 9.50  |
      | The Italian             | Ann Radcliffe | 8.00  |

  Rule: Pages that are known may call, and no others

    Scenario Outline: The page at <origin> may read
      Given the request header "Origin" is "<origin>"
      When the client lists books
      Then the response header "Access-Control-Allow-Origin" is "<origin>"
      And the response header "Vary" contains "Origin"

      Examples:
        | origin                 |
        | https://shop.example   |
        | https://office.example |

    Scenario Outline: A page at <origin> is not let in
      Given the request header "Origin" is "<origin>"
      When the client lists books
      Then the response lists 2 books
      And the response header "Access-Control-Allow-Origin" is "#absent"
      And the response header "Vary" contains "Origin"

      Examples:
        | origin                       |
        | https://shop.example.net     |
        | http://shop.example          |
        | https://shop.example:8443    |
        | null                         |

    Scenario: Before it changes something, a browser asks
      Given the request header "Origin" is "https://office.example"
      And the request header "Access-Control-Request-Method" is "PATCH"
      And the request header "Access-Control-Request-Headers" is "content-type, authorization, if-match"
      When the client sends OPTIONS /api/v1/books/{"The Italian".id}
      Then the response status is 204
      And the response header "Access-Control-Allow-Origin" is "https://office.example"
      And the response header "Access-Control-Allow-Methods" contains "PATCH"
      And the response header "Access-Control-Allow-Headers" contains "authorization"
      And the response header "Access-Control-Allow-Headers" contains "if-match"
      And the response header "Access-Control-Max-Age" is "#number"

    Scenario: The question of a page that is not known is not answered
      Given the request header "Origin" is "https://elsewhere.example"
      And the request header "Access-Control-Request-Method" is "DELETE"
      When the client sends OPTIONS /api/v1/books/{"The Italian".id}
      Then the response header "Access-Control-Allow-Origin" is "#absent"
      And the response header "Access-Control-Allow-Methods" is "#absent"

    Scenario: The second version answers the question for its own paths
      Given the request header "Origin" is "https://shop.example"
      And the request header "Access-Control-Request-Method" is "POST"
      And the request header "Access-Control-Request-Headers" is "content-type, x-api-version"
      When the client sends OPTIONS /api/v2/books
      Then the response status is 204
      And the response header "Access-Control-Allow-Methods" contains "POST"

  Rule: A page can read what an answer says besides its body

    Scenario: Links to further pages
      Given the request header "Origin" is "https://shop.example"
      When the client sends GET /api/v1/books?limit=1
      Then the response header "Access-Control-Expose-Headers" contains "Link"
      And the response header "Access-Control-Expose-Headers" contains "X-Request-ID"

    Scenario: The address of what was made
      Given the request header "Origin" is "https://office.example"
      When the client sends POST /api/v1/books with body:
        """
        { "title": "A Sicilian Romance", "author_id": "{author.id}", "price": "7.00" }
        """
      Then the response status is 201
      And the response header "Access-Control-Expose-Headers" contains "Location"

    Scenario: What went wrong
      Given the request header "Origin" is "https://shop.example"
      When the client sends GET /api/v1/books?colour=red
      Then the request is rejected with 422 and error "validation_failed"
      And the response header "Access-Control-Allow-Origin" is "https://shop.example"

  Rule: An answer is data, whatever a browser is talked into

    Scenario: Nothing in it is run, framed, embedded or guessed at
      When the client reads the book "The Italian"
      Then the response header "X-Content-Type-Options" is "nosniff"
      And the response header "Content-Security-Policy" contains "default-src 'none'"
      And the response header "Content-Security-Policy" contains "frame-ancestors 'none'"
      And the response header "X-Frame-Options" is "DENY"
      And the response header "Cross-Origin-Resource-Policy" is "same-origin"
      And the response header "Referrer-Policy" is "no-referrer"
      And the response header "X-Powered-By" is "#absent"

    Scenario: Whoever came by HTTPS comes by HTTPS again
      When the client reads the book "The Italian"
      Then the response header "Strict-Transport-Security" contains "max-age=31536000"

    Scenario: Refusals are no different
      When the client sends GET /api/v1/books/00000000-0000-4000-8000-000000000000
      Then the request is rejected with 404
      And the response header "X-Content-Type-Options" is "nosniff"
      And the response header "Content-Security-Policy" is "#present"
