Feature: Gift cards
  For whoever cannot choose a book for somebody else. It takes one table to teach the shop something
  new: a name, its fields, and what must be true of them.

  Background:
    Given a "gift card" has these fields:
      | field   | type   | rules                                           |
      | code    | string | required, unique, matches /^[A-Z]{4}-[0-9]{4}$/ |
      | value   | money  | required, min 5, max 500                        |
      | message | string | max 140                                         |
    And a "gift card" is addressed by its "code"

  Scenario: A gift card can be issued
    When the client creates a "gift card" with:
      | code    | TOME-0042            |
      | value   | 25.00                |
      | message | Read me first, Alice |
    Then the response status is 201
    And the response header "Location" is "#regex .*/api/v1/gift-cards/TOME-0042"
    And a "gift card" exists with:
      | code  | TOME-0042 |
      | value | 25.00     |

  Scenario: A gift card is looked up by the code that is printed on it
    Given these "gift cards" exist:
      | code      | value |
      | TOME-0042 | 25.00 |
      | PAGE-0007 | 50.00 |
    When the client sends GET /api/v1/gift-cards/PAGE-0007
    Then the response field "value" is "50.00"

  Scenario: A code is issued once
    Given a "gift card" exists with:
      | code | TOME-0042 |
    When the client creates a "gift card" with:
      | code  | TOME-0042 |
      | value | 10.00     |
    Then the request is rejected with 409 and error "conflict"
    And the error reports "has already been taken" for the field "code"

  Scenario Outline: A gift card of <value> is refused: the value <message>
    When the client creates a "gift card" with:
      | code  | TOME-0001 |
      | value | <value>   |
    Then the request is rejected with 422 and error "validation_failed"
    And the error reports "<message>" for the field "value"
    And no "gift card" exists with:
      | code | TOME-0001 |

    Examples:
      | value  | message         |
      | 4.99   | is at least 5   |
      | 500.01 | is at most 500  |
      | plenty | is not a number |
