Feature: Stock
  A book that is out of stock is a customer sent away. For each book the shop sets the number of copies
  that should always be there, and sees at a glance what has to be ordered again.

  Scenario Outline: With <stock> of at least <minimum> copies, running low is <running_low>
    Given a book exists with:
      | title   | Middlemarch |
      | stock   | <stock>     |
      | minimum | <minimum>   |
    When the client reads the book "Middlemarch"
    Then the response field "running_low" is <running_low>

    Examples:
      | stock | minimum | running_low |
      | 0     | 2       | true        |
      | 2     | 3       | true        |
      | 3     | 3       | false       |
      | 8     | 3       | false       |
      | 0     | 0       | false       |

  Scenario: A delivery ends the shortage
    Given a book exists with:
      | title   | Middlemarch |
      | stock   | 1           |
      | minimum | 3           |
    When the client updates the book "Middlemarch" with:
      | stock | 10 |
    Then the response body contains:
      | stock       | 10    |
      | running_low | false |

  Scenario: Expecting more of a book can make it scarce
    Given a book exists with:
      | title   | Silas Marner |
      | stock   | 4            |
      | minimum | 2            |
    When the client updates the book "Silas Marner" with:
      | minimum | 5 |
    Then the response field "running_low" is true

  Scenario: What has to be ordered again is one question away
    Given these books exist:
      | title        | stock | minimum |
      | Middlemarch  | 1     | 3       |
      | Silas Marner | 7     | 3       |
      | Romola       | 0     | 1       |
    When the client lists books where "running_low" is true
    Then the response lists these books:
      | title       | stock |
      | Middlemarch | 1     |
      | Romola      | 0     |

  Scenario: The best stocked books can be listed first
    Given these books exist:
      | title        | stock |
      | Middlemarch  | 9     |
      | Silas Marner | 0     |
      | Romola       | 10    |
    When the client lists books sorted by "-stock"
    Then the response lists these books in order:
      | title        |
      | Romola       |
      | Middlemarch  |
      | Silas Marner |
