Feature: Books
  The catalogue is the heart of the shop: what is not in it can be neither found, nor reviewed, nor sold.
  Whoever keeps it adds a book once, corrects it as often as needed, and can rely on every entry
  having a title, an author and a price.

  Background:
    Given a book has these fields:
      | field        | type                             | rules                                           |
      | title        | string                           | required, unique, max 120, searchable, sortable |
      | isbn         | string                           | unique, matches /^97[89][0-9]{10}$/             |
      | summary      | text                             | searchable                                      |
      | binding      | enum(paperback, hardback, ebook) | default paperback, sortable                     |
      | published    | date                             | past, sortable                                  |
      | weight       | decimal                          | min 0                                           |
      | tags         | list(string)                     | sorted                                          |
      | cover        | url                              |                                                 |
      | price        | money                            | required, min 0, sortable                       |
      | cost         | money                            | min 0, hidden                                   |
      | stock        | integer                          | min 0, default 0, sortable                      |
      | minimum      | integer                          | min 0, default 2                                |
      | sold         | integer                          | read-only, default 0                            |
      | slug         | string                           | derived: slug of title                          |
      | running_low  | boolean                          | derived: stock is below minimum                 |
      | review_count | integer                          | derived: count of reviews                       |
    And a book belongs to an author
    And books are served under /api/v1/books
    And these authors exist:
      | name         |
      | Jane Austen  |
      | Mary Shelley |

  Rule: A book needs a title, an author and a price; the rest can follow

    Scenario: A book can be added to the catalogue
      When the client creates a book with:
        | title     | Emma               |
        | author_id | {"Jane Austen".id} |
        | price     | 7.99               |
      Then the response status is 201 Created
      And the response body contains:
        | title     | Emma               |
        | author_id | {"Jane Austen".id} |
        | price     | 7.99               |
      And a book exists with:
        | title | Emma |
        | price | 7.99 |

    Scenario: A new book is given an id and two timestamps
      When the client creates a book with:
        | title     | Persuasion         |
        | author_id | {"Jane Austen".id} |
        | price     | 6.50               |
      Then the response field "id" is a uuid
      And the response field "created_at" is a timestamp
      And the response field "updated_at" is a timestamp

    Scenario: A book can be described in full
      When the client creates a book with:
        | title     | Frankenstein                             |
        | author_id | {"Mary Shelley".id}                      |
        | isbn      | 9780141439471                            |
        | summary   | A student makes a creature and flees it. |
        | binding   | hardback                                 |
        | published | 1818-01-01                               |
        | weight    | 0.35                                     |
        | cover     | https://covers.example.org/frankenstein  |
        | price     | 12.00                                    |
        | stock     | 5                                        |
      Then the response status is 201
      And the response body contains:
        | isbn      | 9780141439471                            |
        | summary   | A student makes a creature and flees it. |
        | binding   | hardback                                 |
        | published | 1818-01-01                               |
        | weight    | 0.35                                     |
        | cover     | https://covers.example.org/frankenstein  |
        | stock     | 5                                        |

    Scenario: What is left out takes its default, or stays empty
      When the client creates a book with:
        | title     | Sanditon           |
        | author_id | {"Jane Austen".id} |
        | price     | 5.00               |
      Then the response body contains:
        | binding | paperback |
        | stock   | 0         |
        | minimum | 2         |
        | summary | null      |

    Scenario Outline: The title "<title>" becomes the slug "<slug>"
      When the client creates a book with:
        | title     | <title>     |
        | author_id | {author.id} |
        | price     | 9.99        |
      Then the response field "slug" is "<slug>"

      Examples:
        | title                       | slug                       |
        | Pride and Prejudice         | pride-and-prejudice        |
        | Moby-Dick; or, The Whale    | moby-dick-or-the-whale     |
        | Jane Eyre: An Autobiography | jane-eyre-an-autobiography |

    Scenario: A title made of digits is still a title
      When the client creates a book with:
        | title     | 1984        |
        | author_id | {author.id} |
        | price     | 8.49        |
      Then the response field "title" is "1984"

    Scenario: Tags are kept in alphabetical order
      When the client creates a book with:
        | title     | Northanger Abbey             |
        | author_id | {"Jane Austen".id}           |
        | price     | 6.99                         |
        | tags      | ["satire", "bath", "gothic"] |
      Then the response body contains:
        """
        { "tags": ["bath", "gothic", "satire"] }
        """

    Scenario: What a book cost the shop is kept and never shown
      When the client creates a book with:
        | title     | Mansfield Park     |
        | author_id | {"Jane Austen".id} |
        | price     | 8.99               |
        | cost      | 3.10               |
      Then the response status is 201
      And the response has no field "cost"
      And a book exists with:
        | title | Mansfield Park |
        | cost  | 3.10           |

    Scenario: How many copies were sold is for the shop to say
      When the client creates a book with:
        | title     | The Last Man        |
        | author_id | {"Mary Shelley".id} |
        | price     | 8.99                |
        | sold      | 1000                |
      Then the response status is 201
      And the response field "sold" is 0

  Rule: What cannot be right is not let in

    Scenario: A book without a title, an author or a price is refused
      When the client creates a book with:
        | summary | Nobody knows what this is. |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "is required" for the field "title"
      And the error reports "is required" for the field "author_id"
      And the error reports "is required" for the field "price"
      And no book exists with:
        | summary | Nobody knows what this is. |

    Scenario Outline: A book is refused when its <field> is "<value>": it <message>
      Given a book exists with:
        | title | Emma |
      When the client updates the book "Emma" with:
        | <field> | <value> |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "<message>" for the field "<field>"

      Examples:
        | field     | value                                | message                              |
        | binding   | scroll                               | is one of paperback, hardback, ebook |
        | published | next spring                          | is not a date                        |
        | published | 1815-02-30                           | is not a date                        |
        | published | 2999-01-01                           | must be in the past                  |
        | weight    | heavy                                | is not a number                      |
        | stock     | plenty                               | is not an integer                    |
        | stock     | 1.5                                  | is not an integer                    |
        | stock     | -1                                   | is at least 0                        |
        | price     | -0.01                                | is at least 0                        |
        | author_id | 00000000-0000-4000-8000-000000000000 | does not exist                       |

    Scenario: A field that a book does not have is refused
      When the client creates a book with:
        | title     | Emma               |
        | author_id | {"Jane Austen".id} |
        | price     | 7.99               |
        | colour    | blue               |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "is not a known field" for the field "colour"
      And no book exists with:
        | title | Emma |

    Scenario: A title is stocked once
      Given a book exists with:
        | title | Emma |
        | price | 7.99 |
      When the client creates a book with:
        | title     | Emma               |
        | author_id | {"Jane Austen".id} |
        | price     | 2.50               |
      Then the request is rejected with 409 and error "conflict"
      And the error reports "has already been taken" for the field "title"
      And no book exists with:
        | title | Emma |
        | price | 2.50 |

    Scenario: An ISBN cannot be given to a second book
      Given these books exist:
        | title        | isbn          |
        | Emma         | 9780141439587 |
        | Frankenstein | 9780141439471 |
      When the client updates the book "Frankenstein" with:
        | isbn | 9780141439587 |
      Then the request is rejected with 409 and error "conflict"
      And the error reports "has already been taken" for the field "isbn"

  Rule: A book can be read, corrected and replaced

    Scenario: A book can be read
      Given these books exist:
        | title        | author       | price |
        | Emma         | Jane Austen  | 7.99  |
        | Frankenstein | Mary Shelley | 12.00 |
      When the client reads the book "Frankenstein"
      Then the response status is 200
      And the response body contains:
        | id        | {"Frankenstein".id} |
        | author_id | {"Mary Shelley".id} |
        | price     | 12.00               |

    Scenario: A correction changes only what it names
      Given a book exists with:
        | title   | Emma                        |
        | summary | A matchmaker gets it wrong. |
        | price   | 7.99                        |
      When the client updates the book "Emma" with:
        | price | 6.49 |
      Then the response status is 200
      And the response body contains:
        | title   | Emma                        |
        | summary | A matchmaker gets it wrong. |
        | price   | 6.49                        |

    Scenario: A correction stays
      Given a book exists with:
        | title | Ema |
      When the client updates the book "Ema" with:
        | title | Emma |
      And the client reads the book "Emma"
      Then the response body contains:
        | title | Emma |
        | slug  | emma |

    Scenario: A summary can be taken back
      Given a book exists with:
        | title   | Emma                  |
        | summary | To be written by May. |
      When the client updates the book "Emma" with:
        | summary | null |
      Then the response status is 200
      And the response field "summary" is null

    Scenario: A replacement leaves nothing of the old entry
      Given a book exists with:
        | title   | Frankenstein   |
        | summary | The 1818 text. |
        | price   | 12.00          |
        | stock   | 4              |
      When the client replaces the book "Frankenstein" with:
        | title     | Frankenstein, Revised |
        | author_id | {"Mary Shelley".id}   |
        | price     | 9.50                  |
      Then the response status is 200
      And the response body contains:
        | title   | Frankenstein, Revised |
        | price   | 9.50                  |
        | summary | null                  |
        | stock   | 0                     |

    Scenario: A replacement has to be complete
      Given a book exists with:
        | title | Frankenstein |
        | price | 12.00        |
      When the client replaces the book "Frankenstein" with:
        | title | Frankenstein, Revised |
      Then the request is rejected with 422
      And the error reports "is required" for the field "price"
      And a book exists with:
        | title | Frankenstein |
        | price | 12.00        |

  Rule: A book can be taken out of the catalogue

    Scenario: A book can be deleted, and the others stay
      Given these books exist:
        | title        |
        | Emma         |
        | Frankenstein |
      When the client deletes the book "Emma"
      Then the response status is 204 No Content
      And no book exists with:
        | title | Emma |
      And a book exists with:
        | title | Frankenstein |

    Scenario: A book that was deleted is gone
      Given a book exists with:
        | title | Emma |
      When the client deletes the book "Emma"
      And the client sends the same request again
      Then the request is rejected with 404 and error "not_found"
