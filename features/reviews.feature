Feature: Reviews
  A customer believes another reader before any blurb. Reviews live with the book that they are about:
  they are written under it, counted on it, listed with the warmest first, and leave with it.

  Background:
    Given a review has these fields:
      | field       | type    | rules                   |
      | headline    | string  | required, min 3, max 40 |
      | reviewer    | string  | max 60                  |
      | rating      | integer | required, min 1, max 5  |
      | body        | text    |                         |
      | recommended | boolean | default true            |
    And a review belongs to a book
    And reviews are served under /api/v1/books/{book.id}/reviews
    And reviews are listed by "-rating"
    And fields that a review does not have are ignored
    And a book exists with:
      | title | Wuthering Heights |

  Rule: Whoever has read a book can say so in a line and a number

    Scenario: A reader can review a book
      When the client creates a review with:
        | headline | Storms, indoors and out |
        | rating   | 4                       |
      Then the response status is 201
      And the response body is:
        """
        {
          "id": "#uuid",
          "book_id": "{book.id}",
          "headline": "Storms, indoors and out",
          "reviewer": null,
          "rating": 4,
          "body": null,
          "recommended": true,
          "created_at": "#timestamp",
          "updated_at": "#timestamp"
        }
        """

    Scenario: A review can be signed, explained, and come with a warning
      When the client creates a review with:
        | headline    | Nobody here is happy                |
        | reviewer    | Ellen Dean                          |
        | rating      | 2                                   |
        | body        | I was there, and would not go back. |
        | recommended | false                               |
      Then the response body contains:
        | reviewer    | Ellen Dean                          |
        | body        | I was there, and would not go back. |
        | recommended | false                               |

    Scenario: A reader can think again
      Given a review exists with:
        | headline | Too much weather |
        | rating   | 2                |
      When the client updates the review "Too much weather" with:
        | rating | 5 |
      Then the response status is 200
      And a review exists with:
        | headline | Too much weather |
        | rating   | 5                |

    Scenario: A review can be withdrawn
      Given a review exists with:
        | headline | Written in a rage |
      When the client deletes the review "Written in a rage"
      Then the response status is 204
      And no review exists with:
        | headline | Written in a rage |

    Scenario: What other sites send along with a review is ignored
      When the client creates a review with:
        | headline | A moor to remember |
        | rating   | 5                  |
        | widget   | sidebar-3          |
      Then the response status is 201
      And the response has no field "widget"

    Scenario Outline: A review is refused when its <field> <message>
      Given a review exists with:
        | headline | Read it twice |
      When the client updates the review "Read it twice" with:
        | <field> | <value> |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "<message>" for the field "<field>"

      Examples:
        | field       | value                                          | message                   |
        | rating      | 0                                              | is at least 1             |
        | rating      | 6                                              | is at most 5              |
        | rating      | five                                           | is not an integer         |
        | headline    | Ok                                             | has at least 3 characters |
        | headline    | Three volumes of weather, and not one umbrella | has at most 40 characters |
        | recommended | perhaps                                        | is not a boolean          |

  Rule: A review belongs to one book

    Background:
      Given a book exists with:
        | title | Jane Eyre |
      And these reviews exist:
        | book              | headline            | rating | recommended |
        | Wuthering Heights | Too much weather    | 2      | false       |
        | Wuthering Heights | A moor to remember  | 5      | true        |
        | Jane Eyre         | Reader, I loved it  | 5      | true        |
        | Wuthering Heights | Storms and no shame | 4      | true        |

    Scenario: A book lists its own reviews, the warmest first
      When the client sends GET /api/v1/books/{"Wuthering Heights".id}/reviews
      Then the response status is 200
      And the response lists these reviews in order:
        | headline            | rating |
        | A moor to remember  | 5      |
        | Storms and no shame | 4      |
        | Too much weather    | 2      |

    Scenario: The reviews that advise against a book can be listed alone
      Given a review exists with:
        | book        | Jane Eyre           |
        | headline    | The attic was noisy |
        | recommended | false               |
      When the client lists reviews where "recommended" is false
      Then the response lists these reviews:
        | headline            |
        | The attic was noisy |

    Scenario: A review can be read
      When the client reads the review "Reader, I loved it"
      Then the response body contains:
        | book_id | {"Jane Eyre".id} |
        | rating  | 5                |

    Scenario: A review is not found under another book
      When the client sends GET /api/v1/books/{"Wuthering Heights".id}/reviews/{"Reader, I loved it".id}
      Then the request is rejected with 404 and error "not_found"

    Scenario: A book that does not exist cannot be reviewed
      When the client sends POST /api/v1/books/00000000-0000-4000-8000-000000000000/reviews with body:
        """
        { "headline": "The book of nothing", "rating": 5 }
        """
      Then the request is rejected with 404 and error "not_found"
      And no review exists with:
        | headline | The book of nothing |

    Scenario: The reviews of a book that does not exist cannot be listed
      When the client sends GET /api/v1/books/00000000-0000-4000-8000-000000000000/reviews
      Then the request is rejected with 404 and error "not_found"

    Scenario: A book counts its reviews
      When the client reads the book "Wuthering Heights"
      Then the response field "review_count" is 3

    Scenario: A review that is withdrawn no longer counts
      When the client deletes the review "Too much weather"
      And the client reads the book "Wuthering Heights"
      Then the response field "review_count" is 2

    Scenario: A book takes its reviews along when it goes
      When the client deletes the book "Wuthering Heights"
      Then the response status is 204
      And no review exists with:
        | headline | A moor to remember |
      And a review exists with:
        | headline | Reader, I loved it |
