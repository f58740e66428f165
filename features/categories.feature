Feature: Categories
  A shelf is a suggestion. One book can stand on several of them, as gothic fiction, as horror and as
  a classic, and whoever came for one finds the others. Each category has an address that people can read.

  Background:
    Given a category has these fields:
      | field       | type    | rules                    |
      | name        | string  | required, unique, max 50 |
      | description | text    |                          |
      | slug        | string  | derived: slug of name    |
      | book_count  | integer | derived: count of books  |
    And a category is addressed by its "slug"
    And a book can have many categories

  Rule: A category is addressed by its name

    Scenario: A new category is found under its name
      When the client creates a category with:
        | name        | Gothic Fiction               |
        | description | Castles, storms and secrets. |
      Then the response status is 201
      And the response field "slug" is "gothic-fiction"
      And the response header "Location" is "#regex .*/api/v1/categories/gothic-fiction"

    Scenario: A category can be read by its address
      Given these categories exist:
        | name           | description                  |
        | Gothic Fiction | Castles, storms and secrets. |
        | Sea Stories    | Salt, wind and obsession.    |
      When the client sends GET /api/v1/categories/gothic-fiction
      Then the response status is 200
      And the response body contains:
        | name        | Gothic Fiction               |
        | description | Castles, storms and secrets. |

    Scenario: All categories are listed together
      Given these categories exist:
        | name           |
        | Gothic Fiction |
        | Sea Stories    |
      When the client lists categories
      Then the response lists these categories:
        | slug           | book_count |
        | gothic-fiction | 0          |
        | sea-stories    | 0          |

    Scenario: An id is not an address
      Given a category exists with:
        | name | Sea Stories |
      When the client sends GET /api/v1/categories/{category.id}
      Then the request is rejected with 404 and error "not_found"

    Scenario: A category that is renamed moves
      Given a category exists with:
        | name | Scary Books |
      When the client updates the category "scary-books" with:
        | name | Horror |
      Then the response field "slug" is "horror"
      When the client sends GET /api/v1/categories/scary-books
      Then the request is rejected with 404

    Scenario: Two categories cannot share a name
      Given a category exists with:
        | name | Poetry |
      When the client creates a category with:
        | name | Poetry |
      Then the request is rejected with 409 and error "conflict"
      And the error reports "has already been taken" for the field "name"

    Scenario: A category needs a name
      When the client creates a category with:
        | description | A shelf without a label. |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "is required" for the field "name"

  Rule: A book can stand on many shelves

    Background:
      Given these categories exist:
        | name           |
        | Gothic Fiction |
        | Horror         |
        | Sea Stories    |
      And an author exists with:
        | name | Elizabeth Gaskell |
      And these books exist:
        | title        | categories                             |
        | Dracula      | [{"gothic-fiction".id}, {"horror".id}] |
        | Frankenstein | [{"gothic-fiction".id}]                |

    Scenario: A book can be put on several shelves from the start
      When the client creates a book with:
        | title      | The Grey Woman                         |
        | author_id  | {author.id}                            |
        | price      | 7.20                                   |
        | categories | [{"gothic-fiction".id}, {"horror".id}] |
      Then the response status is 201
      And the response body contains:
        """
        { "categories": [{"gothic-fiction".id}, {"horror".id}] }
        """

    Scenario: A book on no shelf says so
      When the client creates a book with:
        | title     | Cranford    |
        | author_id | {author.id} |
        | price     | 6.80        |
      Then the response body contains:
        """
        { "categories": [] }
        """

    Scenario: A category lists its books
      When the client sends GET /api/v1/categories/gothic-fiction/books
      Then the response status is 200
      And the response lists these books:
        | title        |
        | Dracula      |
        | Frankenstein |

    Scenario: An empty category lists no books
      When the client sends GET /api/v1/categories/sea-stories/books
      Then the response status is 200
      And the response lists 0 books

    Scenario: A category that does not exist has no list
      When the client sends GET /api/v1/categories/cookery/books
      Then the request is rejected with 404 and error "not_found"

    Scenario: A book can be moved to other shelves
      When the client updates the book "Dracula" with:
        | categories | [{"sea-stories".id}] |
      Then the response status is 200
      When the client sends GET /api/v1/categories/sea-stories/books
      Then the response lists these books:
        | title   |
        | Dracula |
      When the client sends GET /api/v1/categories/horror/books
      Then the response lists 0 books

    Scenario: A correction that does not speak of shelves leaves the book where it stands
      When the client updates the book "Frankenstein" with:
        | price | 5.00 |
      Then the response body contains:
        """
        { "price": "5.00", "categories": [{"gothic-fiction".id}] }
        """

    Scenario: A book can be taken off every shelf
      When the client updates the book "Frankenstein" with:
        | categories | [] |
      And the client sends GET /api/v1/categories/gothic-fiction/books
      Then the response lists these books:
        | title   |
        | Dracula |

    Scenario: A book cannot be put on a shelf that does not exist
      When the client updates the book "Frankenstein" with:
        | categories | ["00000000-0000-4000-8000-000000000000"] |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "does not exist" for the field "categories"

    Scenario Outline: The category "<slug>" counts <count> books
      When the client reads the category "<slug>"
      Then the response field "book_count" is <count>

      Examples:
        | slug           | count |
        | gothic-fiction | 2     |
        | horror         | 1     |
        | sea-stories    | 0     |

    Scenario: A shelf can be taken down; its books stay in the shop
      When the client deletes the category "gothic-fiction"
      Then the response status is 204
      And no category exists with:
        | name | Gothic Fiction |
      And a book exists with:
        | title | Dracula |
      When the client reads the book "Dracula"
      Then the response body contains:
        """
        { "categories": [{"horror".id}] }
        """

    Scenario: A book that is deleted leaves its shelves, and the shelves stay
      When the client deletes the book "Dracula"
      And the client reads the category "gothic-fiction"
      Then the response body contains:
        | name       | Gothic Fiction |
        | book_count | 1              |
