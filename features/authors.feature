Feature: Authors
  People follow authors more faithfully than publishers. The shop keeps each author once, so that all
  of their books are found together, and never loses the author of a book that it still sells.

  Background:
    Given an author has these fields:
      | field      | type    | rules                                          |
      | name       | string  | required, unique, max 80, searchable, sortable |
      | born       | date    | past, sortable                                 |
      | died       | date    | past, after born                               |
      | country    | string  | max 60, indexed                                |
      | website    | url     |                                                |
      | book_count | integer | derived: count of books                        |
    And authors are listed by "name"
    And an author with books cannot be deleted

  Rule: An author is a name, and whatever else is known

    Scenario: An author can be introduced by name alone
      When the client creates an author with:
        | name | Homer |
      Then the response status is 201
      And the response body is:
        """
        {
          "id": "#uuid",
          "name": "Homer",
          "born": null,
          "died": null,
          "country": null,
          "website": null,
          "book_count": 0,
          "created_at": "#timestamp",
          "updated_at": "#timestamp"
        }
        """

    Scenario: Names are kept as they are written
      When the client creates an author with:
        | name    | Charlotte Brontë |
        | born    | 1816-04-21       |
        | country | England          |
      And the client reads the author "Charlotte Brontë"
      Then the response body contains:
        | name    | Charlotte Brontë |
        | born    | 1816-04-21       |
        | country | England          |

    Scenario: What is learned later can be added later
      Given an author exists with:
        | name | Jules Verne |
      When the client updates the author "Jules Verne" with:
        | born    | 1828-02-08 |
        | died    | 1905-03-24 |
        | country | France     |
      Then the response status is 200
      And an author exists with:
        | name    | Jules Verne |
        | died    | 1905-03-24  |
        | country | France      |

    Scenario: An author can be replaced by a better entry
      Given an author exists with:
        | name    | Currer Bell |
        | country | Scotland    |
      When the client replaces the author "Currer Bell" with:
        | name | Charlotte Brontë |
        | born | 1816-04-21       |
      Then the response body contains:
        | name    | Charlotte Brontë |
        | born    | 1816-04-21       |
        | country | null             |

    Scenario: Nobody is listed twice under the same name
      Given an author exists with:
        | name | Leo Tolstoy |
      When the client creates an author with:
        | name | Leo Tolstoy |
      Then the request is rejected with 409 and error "conflict"
      And the error reports "has already been taken" for the field "name"

    Scenario: Nobody dies before being born
      When the client creates an author with:
        | name | Jane Austen |
        | born | 1817-07-18  |
        | died | 1775-12-16  |
      Then the request is rejected with 422 and error "validation_failed"
      And the response field "errors[0].field" is "died"
      And no author exists with:
        | name | Jane Austen |

    Scenario: Nobody has died in the future
      Given an author exists with:
        | name | Jules Verne |
        | born | 1828-02-08  |
      When the client updates the author "Jules Verne" with:
        | died | 2999-03-24 |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "must be in the past" for the field "died"

  Rule: Authors are listed by name

    Background:
      Given these authors exist:
        | name        | country | born       |
        | Jules Verne | France  | 1828-02-08 |
        | Leo Tolstoy | Russia  | 1828-09-09 |
        | Bram Stoker | Ireland | 1847-11-08 |
        | Voltaire    | France  | 1694-11-21 |

    Scenario: The list of authors follows the alphabet
      When the client lists authors
      Then the response lists these authors in order:
        | name        |
        | Bram Stoker |
        | Jules Verne |
        | Leo Tolstoy |
        | Voltaire    |

    Scenario: Another order can be asked for
      When the client lists authors sorted by "born"
      Then the response lists these authors in order:
        | name        |
        | Voltaire    |
        | Jules Verne |
        | Leo Tolstoy |
        | Bram Stoker |

    Scenario: Authors can be looked up by country
      When the client lists authors where "country" is "France"
      Then the response lists these authors in order:
        | name        |
        | Jules Verne |
        | Voltaire    |

    Scenario: Authors can be searched by a part of their name
      When the client searches authors for "stoker"
      Then the response lists these authors:
        | name        | country |
        | Bram Stoker | Ireland |

  Rule: An author and their books belong together

    Background:
      Given these authors exist:
        | name         |
        | George Eliot |
        | Mary Shelley |
      And these books exist:
        | title        | author       |
        | Middlemarch  | George Eliot |
        | Silas Marner | George Eliot |

    Scenario: An author knows how many of their books the shop has
      When the client reads the author "George Eliot"
      Then the response field "book_count" is 2

    Scenario: A book that is deleted no longer counts
      When the client deletes the book "Silas Marner"
      And the client reads the author "George Eliot"
      Then the response field "book_count" is 1

    Scenario: A book can be given to its rightful author
      Given a book exists with:
        | title  | Frankenstein |
        | author | George Eliot |
      When the client updates the book "Frankenstein" with:
        | author_id | {"Mary Shelley".id} |
      And the client reads the author "Mary Shelley"
      Then the response field "book_count" is 1

    Scenario: An author whose books are on sale stays
      When the client deletes the author "George Eliot"
      Then the request is rejected with 409
      And an author exists with:
        | name | George Eliot |
      And a book exists with:
        | title | Middlemarch |

    Scenario: An author without books can go
      When the client deletes the author "Mary Shelley"
      Then the response status is 204
      And no author exists with:
        | name | Mary Shelley |
