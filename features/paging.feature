Feature: Paging
  Nobody reads a thousand titles at once, and no service should have to send them. A list comes in pages,
  says how much there is in all, and carries the links to walk through it without any arithmetic.

  Background:
    Given books are paginated 10 per page, at most 50
    And authors are paginated by "page" and "per_page", 20 at a time, at most 40

  Rule: A list is a page, and the page knows where it is

    Scenario: A long list begins with its first page
      Given 25 books exist
      When the client lists books
      Then the page holds 10 of 25 books
      And the response links to the next page
      And the response links to the last page
      And the response does not link to the previous page

    Scenario: A page in the middle links both ways
      Given 25 books exist
      When the client lists page 2 of books
      Then the page holds 10 of 25 books
      And the response links to the first page
      And the response links to the previous page
      And the response links to the next page

    Scenario: The last page holds what is left, and nothing comes after it
      Given 25 books exist
      When the client lists page 3 of books
      Then the page holds 5 of 25 books
      And the response links to the previous page
      And the response does not link to the next page

    Scenario: A page beyond the end is empty, not an error
      Given 25 books exist
      When the client lists page 4 of books
      Then the response status is 200
      And the page holds 0 of 25 books
      And the response does not link to the next page

    Scenario: A list that fits on one page leads nowhere else
      Given 10 books exist
      When the client lists books
      Then the page holds 10 of 10 books
      And the response does not link to the next page
      And the response does not link to the previous page

    Scenario: An empty shop has an empty list
      Given no books exist
      When the client lists books
      Then the response status is 200
      And the page holds 0 of 0 books

  Rule: Whoever follows the links sees everything once

    Background:
      Given these books exist:
        | title             | price |
        | Agnes Grey        | 5.00  |
        | Barchester Towers | 9.00  |
        | Cranford          | 7.00  |
        | Dracula           | 8.00  |
        | Evelina           | 6.00  |

    Scenario: Following the links leads from page to page, and to the end
      When the client sends GET /api/v1/books with query:
        | limit | 2 |
      And the client follows the link to the next page
      Then the response lists these books in order:
        | title    |
        | Cranford |
        | Dracula  |
      When the client follows the link to the last page
      Then the response lists these books in order:
        | title   |
        | Evelina |

    Scenario: The way back is the way forth
      When the client sends GET /api/v1/books with query:
        | limit  | 2 |
        | offset | 2 |
      And the client follows the link to the previous page
      Then the response lists these books in order:
        | title             |
        | Agnes Grey        |
        | Barchester Towers |

    Scenario: Links remember what was asked for
      When the client sends GET /api/v1/books with query:
        | limit     | 2      |
        | sort      | -price |
        | max_price | 8.00   |
      And the client follows the link to the next page
      Then the page holds 2 of 4 books
      And the response lists these books in order:
        | title      | price |
        | Evelina    | 6.00  |
        | Agnes Grey | 5.00  |

  Rule: Each list has its own measure

    Scenario: Authors come twenty at a time
      Given 45 authors exist
      When the client lists page 3 of authors
      Then the page holds 5 of 45 authors
      And the response does not link to the next page

    Scenario: The size of a page of authors can be chosen
      Given 45 authors exist
      When the client sends GET /api/v1/authors with query:
        | page     | 2  |
        | per_page | 30 |
      Then the page holds 15 of 45 authors

    Scenario: Where nothing else is said, a page holds a hundred
      Given 101 orders exist
      When the client lists orders
      Then the page holds 100 of 101 orders
      And the response body contains:
        | total  | 101 |
        | limit  | 100 |
        | offset | 0   |

    Scenario: Where nothing else is said, what came last is listed last
      Given these orders exist:
        | customer         |
        | Sherlock Holmes  |
        | Elizabeth Bennet |
        | Phileas Fogg     |
      When the client lists orders
      Then the response lists these orders in order:
        | customer         |
        | Sherlock Holmes  |
        | Elizabeth Bennet |
        | Phileas Fogg     |

    Scenario: A list of nothing still has its shape
      Given no orders exist
      When the client lists orders
      Then the response body is:
        """
        { "items": [], "total": 0, "limit": 100, "offset": 0 }
        """

    Scenario Outline: Of <list>, <parameter>=<value> is refused: it <message>
      When the client sends GET /api/v1/<list> with query:
        | <parameter> | <value> |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "<message>" for the field "<parameter>"

      Examples:
        | list    | parameter | value | message           |
        | books   | limit     | 51    | is at most 50     |
        | authors | per_page  | 41    | is at most 40     |
        | authors | page      | 0     | is at least 1     |
        | orders  | limit     | 1001  | is at most 1000   |
        | orders  | limit     | few   | is not an integer |
        | orders  | offset    | -1    | is at least 0     |
