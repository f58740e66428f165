Feature: Finding books
  A customer rarely knows the title. They know the author, what they can spend, or one word of the
  story. The shop lets them narrow, order and search its shelves, and take home only the fields they need.

  Background:
    Given books can be filtered by:
      | parameter        | keeps those where           |
      | binding          | binding is it               |
      | author           | author.name is it           |
      | min_price        | price is at least it        |
      | max_price        | price is at most it         |
      | published_before | published is before it      |
      | published_since  | published is at or after it |
      | title_begins     | title begins with it        |
      | running_low      | running_low is it           |
    And these authors exist:
      | name            |
      | Jane Austen     |
      | Mary Shelley    |
      | Herman Melville |
    And these books exist:
      | title        | author          | binding   | published  | price | summary                                    |
      | Persuasion   | Jane Austen     | paperback | 1817-12-20 | 7.50  | An old love returns from the sea.          |
      | Frankenstein | Mary Shelley    | ebook     | 1818-01-01 | 4.99  | A student makes a creature and flees it.   |
      | Moby Dick    | Herman Melville | paperback | 1851-10-18 | 9.99  | A captain hunts the whale that maimed him. |
      | Emma         | Jane Austen     | hardback  | 1815-12-23 | 18.00 | A matchmaker gets it wrong.                |

  Rule: A list can be narrowed by what the shop says it can be narrowed by

    Scenario: Without a wish, all books are listed, the newest entry last
      When the client lists books
      Then the response lists these books in order:
        | title        |
        | Persuasion   |
        | Frankenstein |
        | Moby Dick    |
        | Emma         |

    Scenario Outline: Books where "<parameter>" is <value>: <title>
      When the client lists books where "<parameter>" is <value>
      Then the response status is 200
      And the response lists these books:
        | title   |
        | <title> |

      Examples:
        | parameter        | value             | title        |
        | binding          | "ebook"           | Frankenstein |
        | author           | "Herman Melville" | Moby Dick    |
        | min_price        | 18.00             | Emma         |
        | max_price        | 4.99              | Frankenstein |
        | published_before | "1817-12-20"      | Emma         |
        | published_since  | "1851-10-18"      | Moby Dick    |
        | title_begins     | "Per"             | Persuasion   |

    Scenario: All books of an author are found together
      When the client lists books where "author" is "Jane Austen"
      Then the response lists these books:
        | title      | price |
        | Persuasion | 7.50  |
        | Emma       | 18.00 |

    Scenario: Several wishes must all be met
      When the client sends GET /api/v1/books with query:
        | binding   | paperback |
        | max_price | 8.00      |
      Then the response lists these books:
        | title      |
        | Persuasion |

    Scenario: A wish that no book meets gives an empty list, not an error
      When the client lists books where "author" is "Homer"
      Then the response status is 200
      And the response lists 0 books

    Scenario Outline: A wish that makes no sense is refused: <parameter> <message>
      When the client sends GET /api/v1/books with query:
        | <parameter> | <value> |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "<message>" for the field "<parameter>"

      Examples:
        | parameter       | value    | message                              |
        | binding         | scroll   | is one of paperback, hardback, ebook |
        | max_price       | cheap    | is not a number                      |
        | published_since | long ago | is not a date                        |

    Scenario: A wish that the shop does not know is refused, not overlooked
      When the client sends GET /api/v1/books with query:
        | colour | blue |
      Then the request is rejected with 422 and error "validation_failed"

  Rule: A list can be put in order

    Scenario: Books can be sorted by price, the cheapest first
      When the client lists books sorted by "price"
      Then the response lists these books in order:
        | title        | price |
        | Frankenstein | 4.99  |
        | Persuasion   | 7.50  |
        | Moby Dick    | 9.99  |
        | Emma         | 18.00 |

    Scenario: Books can be sorted by date of publication, the latest first
      When the client lists books sorted by "-published"
      Then the response lists these books in order:
        | title        |
        | Moby Dick    |
        | Frankenstein |
        | Persuasion   |
        | Emma         |

    Scenario: Bindings are sorted as the shop names them, not by the alphabet
      When the client sends GET /api/v1/books with query:
        | published_before | 1850-01-01 |
        | sort             | binding    |
      Then the response lists these books in order:
        | title        | binding   |
        | Persuasion   | paperback |
        | Emma         | hardback  |
        | Frankenstein | ebook     |

    Scenario: What was narrowed can be sorted too
      When the client sends GET /api/v1/books with query:
        | author | Jane Austen |
        | sort   | title       |
      Then the response lists these books in order:
        | title      |
        | Emma       |
        | Persuasion |

    Scenario: Books cannot be sorted by just anything
      When the client sends GET /api/v1/books with query:
        | sort | summary |
      Then the request is rejected with 422 and error "validation_failed"

  Rule: One word of the title or of the story is enough

    Scenario Outline: Searching for "<words>" finds <title>
      When the client searches books for "<words>"
      Then the response lists these books:
        | title   |
        | <title> |

      Examples:
        | words         | title        |
        | emma          | Emma         |
        | creature      | Frankenstein |
        | WHALE         | Moby Dick    |
        | captain whale | Moby Dick    |

    Scenario: Only titles and summaries are searched
      When the client searches books for "hardback"
      Then the response lists 0 books

    Scenario: A search can be narrowed
      Given a book exists with:
        | title   | The Sea-Wolf      |
        | binding | hardback          |
        | summary | A captain at sea. |
      When the client sends GET /api/v1/books with query:
        | q       | captain  |
        | binding | hardback |
      Then the response lists these books:
        | title        |
        | The Sea-Wolf |

  Rule: Nobody has to carry more than they asked for

    Scenario: A list can be cut down to a few fields
      When the client sends GET /api/v1/books with query:
        | fields | title,price |
      Then the response lists 4 books
      And the response carries only the fields "title, price"

    Scenario: A single book can be cut down too
      When the client sends GET /api/v1/books/{"Emma".id} with query:
        | fields | title,slug |
      Then the response carries only the fields "title, slug"
      And the response field "title" is "Emma"

    Scenario Outline: The field "<field>" cannot be asked for: it is <reason>
      When the client sends GET /api/v1/books with query:
        | fields | title,<field> |
      Then the request is rejected with 422 and error "validation_failed"

      Examples:
        | field  | reason  |
        | colour | unknown |
        | cost   | hidden  |
