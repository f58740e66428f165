Feature: Caching
  The same few books are asked for all day. What was looked up for one customer is kept and shown to the next, as
  long as it is still true: a price that changes is seen by everybody at once, not when the cache thinks of it.

  Background:
    Given books are cached for 10 minutes
    And an author exists with:
      | name | Charles Dickens |
    And these books exist:
      | title       | author          | price |
      | Bleak House | Charles Dickens | 9.99  |
      | Hard Times  | Charles Dickens | 5.50  |

  Rule: What was answered is answered again

    Scenario: The first customer of the day is looked up for
      When the client reads the book "Bleak House"
      Then the response does not come from the cache
      And the response header "X-Cache" is "MISS"

    Scenario: The second one need not wait
      When the client reads the book "Bleak House"
      And the client reads the book "Bleak House"
      Then the response comes from the cache
      And the response field "price" is "9.99"

    Scenario: Lists are kept as well
      When the client lists books
      And the client sends the same request again
      Then the response comes from the cache
      And the response lists 2 books
      And the response header "Link" is "#present"

    Scenario: An answer tells for how long it may be kept
      When the client reads the book "Bleak House"
      Then the response header "Cache-Control" contains "max-age=600"

    Scenario: An answer tells how old it is
      When the client reads the book "Bleak House"
      And 3 minutes pass
      And the client sends the same request again
      Then the response header "Age" is "180"

    Scenario: After ten minutes it is looked up again
      When the client reads the book "Bleak House"
      And 10 minutes pass
      And the client sends the same request again
      Then the response does not come from the cache

    Scenario: Fifty who ask at the same time are given the same answer
      When 50 clients send GET /api/v1/books at once
      Then 50 of the responses have the status 200
      When the client lists books
      Then the response comes from the cache

    Scenario: HEAD is answered from what GET has left
      When the client sends GET /api/v1/books/{"Hard Times".id}
      And the client sends HEAD /api/v1/books/{"Hard Times".id}
      Then the response status is 200
      And the response comes from the cache

    Scenario: Another question is another answer
      When the client lists books sorted by "price"
      Then the response does not come from the cache
      When the client lists books sorted by "-price"
      Then the response does not come from the cache
      And the response lists these books in order:
        | title       |
        | Bleak House |
        | Hard Times  |

  Rule: What has changed is seen at once

    Scenario: A new price is seen by the next customer
      When the client reads the book "Bleak House"
      And the client updates the book "Bleak House" with:
        | price | 8.50 |
      And the client reads the book "Bleak House"
      Then the response does not come from the cache
      And the response field "price" is "8.50"

    Scenario: A new book is in the list
      When the client lists books
      And the client creates a book with:
        | title     | Little Dorrit |
        | author_id | {author.id}   |
        | price     | 7.00          |
      And the client lists books
      Then the response lists 3 books

    Scenario: A book that is gone is not sold from memory
      When the client reads the book "Hard Times"
      And the client deletes the book "Hard Times"
      And the client sends GET /api/v1/books/{"Hard Times".id}
      Then the response status is 404
      When the client lists books
      Then the response lists 1 book

    Scenario: A review changes the book that it counts on
      When the client reads the book "Bleak House"
      Then the response field "review_count" is 0
      When the client sends POST /api/v1/books/{"Bleak House".id}/reviews with body:
        """
        { "headline": "Fog everywhere", "rating": 5 }
        """
      And the client reads the book "Bleak House"
      Then the response does not come from the cache
      And the response field "review_count" is 1

    Scenario: What the book does not show does not disturb it
      When the client reads the book "Bleak House"
      And the client creates an author with:
        | name | Wilkie Collins |
      And the client reads the book "Bleak House"
      Then the response comes from the cache

    Scenario: A change that is refused changes nothing
      When the client reads the book "Bleak House"
      And the client updates the book "Bleak House" with:
        | price | free |
      Then the response status is 422
      When the client reads the book "Bleak House"
      Then the response comes from the cache

  Rule: Who has an answer already is not sent it again

    Scenario: A book that has not changed
      When the client reads the book "Bleak House"
      And the client repeats the request with the ETag it received
      Then the response status is 304 Not Modified

    Scenario: A book that has changed
      When the client reads the book "Bleak House"
      And the request header "If-None-Match" is "{header.etag}"
      And the client updates the book "Bleak House" with:
        | price | 8.50 |
      And the client reads the book "Bleak House"
      Then the response status is 200
      And the response field "price" is "8.50"

    Scenario: What is not cached has a tag, too
      When the client lists authors
      And the client repeats the request with the ETag it received
      Then the response status is 304
      And the response header "ETag" is "#present"
