Feature: Orders
  An order is a promise with a sum under it. A customer places it, fills it line by line, and always
  sees what it comes to, to the penny. What was agreed stays agreed, whatever the shelf price does later.

  Background:
    Given an order has these fields:
      | field          | type      | rules                                        |
      | customer       | string    | required, max 80                             |
      | email          | email     | required                                     |
      | address.street | string    |                                              |
      | address.city   | string    | required                                     |
      | wanted_by      | date      | future                                       |
      | gift           | boolean   | default false                                |
      | paid           | boolean   | default false, refused                       |
      | number         | integer   | derived: running number                      |
      | placed_at      | timestamp | derived: now                                 |
      | line_count     | integer   | derived: count of lines                      |
      | total          | money     | derived: sum of lines.price * lines.quantity |
    And a line has these fields:
      | field    | type    | rules                     |
      | quantity | integer | required, min 1, max 50   |
      | price    | money   | required, min 0           |
      | amount   | money   | derived: price * quantity |
    And a line belongs to an order
    And a line belongs to a book
    And lines are served under /api/v1/orders/{order.id}/lines
    And a book with lines cannot be deleted

  Rule: An order says who wants it, and where it goes

    Scenario: An order can be placed
      When the client creates an order with:
        | customer       | Elizabeth Bennet      |
        | email          | elizabeth@example.org |
        | address.street | Longbourn House       |
        | address.city   | Meryton               |
      Then the response status is 201
      And the response body contains:
        """
        {
          "customer": "Elizabeth Bennet",
          "email": "elizabeth@example.org",
          "address": { "street": "Longbourn House", "city": "Meryton" },
          "gift": false,
          "paid": false
        }
        """

    Scenario: An order is numbered and dated by the shop
      When the client creates an order with:
        | customer     | Sherlock Holmes    |
        | email        | holmes@example.org |
        | address.city | London             |
      Then the response field "number" is an integer
      And the response field "placed_at" is a timestamp

    Scenario: A new order is empty and costs nothing
      When the client creates an order with:
        | customer     | Phileas Fogg     |
        | email        | fogg@example.org |
        | address.city | London           |
      Then the response body contains:
        | line_count | 0    |
        | total      | 0.00 |

    Scenario Outline: An order is refused when its <field> is "<value>": it <message>
      Given an order exists with:
        | customer | Elizabeth Bennet |
      When the client updates the order "Elizabeth Bennet" with:
        | <field> | <value> |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "<message>" for the field "<field>"

      Examples:
        | field     | value             | message                  |
        | email     | at Longbourn      | is not an e-mail address |
        | wanted_by | 1813-01-28        | must be in the future    |
        | wanted_by | before Michaelmas | is not a date            |
        | gift      | perhaps           | is not a boolean         |

    Scenario: An order without a city cannot be delivered
      When the client creates an order with:
        | customer       | Captain Nemo     |
        | email          | nemo@example.org |
        | address.street | The Nautilus     |
      Then the request is rejected with 422
      And the error reports "is required" for the field "address.city"
      And no order exists with:
        | customer | Captain Nemo |

    Scenario: A customer cannot declare an order paid
      When the client creates an order with:
        | customer     | Becky Sharp       |
        | email        | becky@example.org |
        | address.city | London            |
        | paid         | true              |
      Then the request is rejected with 422 and error "validation_failed"
      And no order exists with:
        | customer | Becky Sharp |

    Scenario: Gifts can be listed, to be wrapped
      Given these orders exist:
        | customer         | gift  |
        | Elizabeth Bennet | true  |
        | Sherlock Holmes  | false |
        | Phileas Fogg     | true  |
      When the client lists orders where "gift" is true
      Then the response lists these orders:
        | customer         |
        | Elizabeth Bennet |
        | Phileas Fogg     |

  Rule: Each line names a book, how many, and at what price

    Background:
      Given these books exist:
        | title   | price |
        | Emma    | 7.99  |
        | Evelina | 6.00  |
      And an order exists with:
        | customer | Elizabeth Bennet |

    Scenario: A line can be added to an order
      When the client creates a line with:
        | book_id  | {"Emma".id} |
        | quantity | 3           |
        | price    | 7.50        |
      Then the response status is 201
      And the response body contains:
        | order_id | {order.id}  |
        | book_id  | {"Emma".id} |
        | quantity | 3           |
        | price    | 7.50        |
        | amount   | 22.50       |

    Scenario Outline: <quantity> times <price> is <amount>, to the penny
      When the client creates a line with:
        | book_id  | {"Emma".id} |
        | quantity | <quantity>  |
        | price    | <price>     |
      Then the response field "amount" is "<amount>"

      Examples:
        | quantity | price  | amount   |
        | 3        | 0.10   | 0.30     |
        | 7        | 19.99  | 139.93   |
        | 50       | 333.35 | 16667.50 |

    Scenario: An order adds up its lines
      Given these lines exist:
        | order            | book    | quantity | price |
        | Elizabeth Bennet | Emma    | 2        | 7.99  |
        | Elizabeth Bennet | Evelina | 1        | 6.00  |
      When the client reads the order "Elizabeth Bennet"
      Then the response body contains:
        | line_count | 2     |
        | total      | 21.98 |

    Scenario: The lines of another order are not added
      Given an order exists with:
        | customer | Sherlock Holmes |
      And these lines exist:
        | order            | book    | quantity | price |
        | Elizabeth Bennet | Emma    | 2        | 7.99  |
        | Sherlock Holmes  | Evelina | 1        | 6.00  |
      When the client reads the order "Sherlock Holmes"
      Then the response field "total" is "6.00"

    Scenario: Changing a line changes the total
      Given these lines exist:
        | order            | book    | quantity | price |
        | Elizabeth Bennet | Evelina | 1        | 6.00  |
      When the client sends PATCH /api/v1/orders/{order.id}/lines/{line.id} with body:
        | quantity | 4 |
      Then the response field "amount" is "24.00"
      When the client reads the order "Elizabeth Bennet"
      Then the response field "total" is "24.00"

    Scenario: Removing a line lowers the total
      Given these lines exist:
        | order            | book    | quantity | price |
        | Elizabeth Bennet | Emma    | 2        | 7.99  |
        | Elizabeth Bennet | Evelina | 1        | 6.00  |
      When the client sends DELETE /api/v1/orders/{order.id}/lines/{line.id}
      Then the response status is 204
      When the client reads the order "Elizabeth Bennet"
      Then the response field "total" is "15.98"

    Scenario: A price that was agreed stays, whatever the shelf says
      Given these lines exist:
        | order            | book | quantity | price |
        | Elizabeth Bennet | Emma | 2        | 7.99  |
      When the client updates the book "Emma" with:
        | price | 99.00 |
      And the client reads the order "Elizabeth Bennet"
      Then the response field "total" is "15.98"

    Scenario Outline: A line is refused when its quantity is <quantity>: it <message>
      When the client creates a line with:
        | book_id  | {"Emma".id} |
        | quantity | <quantity>  |
        | price    | 7.99        |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "<message>" for the field "quantity"

      Examples:
        | quantity | message           |
        | 0        | is at least 1     |
        | 51       | is at most 50     |
        | 1.5      | is not an integer |

    Scenario: A line without a book is refused
      When the client creates a line with:
        | quantity | 1    |
        | price    | 7.99 |
      Then the request is rejected with 422
      And the error reports "is required" for the field "book_id"

    Scenario: A book that the shop does not have cannot be ordered
      When the client creates a line with:
        | book_id  | 00000000-0000-4000-8000-000000000000 |
        | quantity | 1                                    |
        | price    | 7.99                                 |
      Then the request is rejected with 422 and error "validation_failed"
      And the error reports "does not exist" for the field "book_id"

    Scenario: A line cannot be added to an order that does not exist
      When the client sends POST /api/v1/orders/00000000-0000-4000-8000-000000000000/lines with body:
        """
        { "book_id": {"Emma".id}, "quantity": 1, "price": "7.99" }
        """
      Then the request is rejected with 404 and error "not_found"

    Scenario: A book that was ordered cannot be deleted
      Given a line exists with:
        | order | Elizabeth Bennet |
        | book  | Emma             |
      When the client deletes the book "Emma"
      Then the request is rejected with 409
      And a book exists with:
        | title | Emma |

    Scenario: An order takes its lines along when it goes
      Given a line exists with:
        | order    | Elizabeth Bennet |
        | book     | Emma             |
        | quantity | 12               |
      When the client deletes the order "Elizabeth Bennet"
      Then the response status is 204
      And no line exists with:
        | quantity | 12 |
      And a book exists with:
        | title | Emma |
