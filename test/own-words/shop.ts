/** A record shop told in words of its own. */
export const features = {
  sales: `Feature: Sales
  Background:
    Given a shop that sells records

  Scenario: A customer buys
    Given the shop has 3 copies of "Kind of Blue"
    When the customer "Hagar" buys 2 copies of "Kind of Blue"
    Then the sale is noted
    And the customer "Hagar" has 2 copies

  Scenario: Nobody buys nothing
    Given the shop has 3 copies of "Blue Train"
    When the customer "Hagar" buys 0 copies of "Blue Train"
    Then the sale is refused because of "copies"

  Scenario: Everything about a sale
    Given the shop has 1 copies of "Blue Train"
    When somebody notes this sale:
      | record   | Blue Train |
      | customer | Kofi       |
      | copies   | 1          |
    Then the sale is noted
`,
}

export const words = `Feature: Our words

  Scenario: a shop that sells records
    Given a record has these fields:
      | field | type    | rules                    |
      | title | string  | required, unique, max 80 |
      | stock | integer | required, min 0          |
    And a sale has these fields:
      | field    | type    | rules            |
      | customer | string  | required, max 40 |
      | copies   | integer | required, min 1  |
    And a sale belongs to a record

  Scenario: the shop has <count> copies of "<title>"
    Given a record exists with:
      | title | <title> |
      | stock | <count> |

  Scenario: the customer <name> buys <count> copies of "<title>"
    When the client creates a sale with:
      | record   | <title> |
      | customer | <name>  |
      | copies   | <count> |

  Scenario: somebody notes this sale:
    When the client creates a sale with:

  Scenario: the sale is noted
    Then the response status is 201

  Scenario: the sale is refused because of "<field>"
    Then the sale fails with 422
    And the error reports "is at least 1" for the field "<field>"

  Scenario: the sale fails with <status>
    Then the request is rejected with <status>

  Scenario: the customer "<name>" has <count> copies
    Then a sale exists with:
      | customer | <name>  |
      | copies   | <count> |
`
