Feature: Tasks
  What has to be done is written down, looked up, and ticked off.

  Background:
    Given a task has these fields:
      | field | type    | rules            |
      | title | string  | required, max 80 |
      | due   | date    |                  |
      | done  | boolean | default false    |

  Scenario: A task is written down
    When the client creates a task with:
      | title | Buy milk   |
      | due   | 2031-05-02 |
    Then the response status is 201 Created
    And the response body contains:
      | title | Buy milk   |
      | due   | 2031-05-02 |
      | done  | false      |

  Scenario: A task needs a title
    When the client creates a task with:
      | due | 2031-05-02 |
    Then the request is rejected with 422
    And the error reports "is required" for the field "title"

  Scenario: A task is ticked off
    Given a task exists with:
      | title | Buy milk |
    When the client updates the task "Buy milk" with:
      | done | true |
    Then the response status is 200 OK
    And the response field "done" is true

  Scenario: What is still to be done
    Given these tasks exist:
      | title    | done  |
      | Buy milk | false |
      | Sow peas | true  |
    When the client lists tasks where "done" is false
    Then the response lists these tasks:
      | title    |
      | Buy milk |
