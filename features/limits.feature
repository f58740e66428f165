Feature: Limits
  The shop answers everybody, but nobody may keep it from answering the others. What costs work, such as a
  question to the bookseller, is limited for each client; whoever comes too often is told when to come again.

  Background:
    Given a question has these fields:
      | field | type   | rules                        |
      | text  | string | required, min 3, max 500     |
      | topic | string | default anything, searchable |
    And POST /api/v1/questions is limited to 3/minute per address
    And GET /api/v1/questions is limited to 10 requests per minute per address
    And requests under / are limited to 1000/minute per address

  Rule: So many requests get through, and the next one does not

    Scenario: A customer has three questions a minute
      When the client creates a question with:
        | text | Do you have Emma in blue? |
      And the client sends the same request 2 times
      Then the response status is 201
      And the client lists questions
      And the response lists 3 questions

    Scenario: The fourth question has to wait
      When the client creates a question with:
        | text | Do you have Emma in blue? |
      And the client sends the same request 3 times
      Then the request is rejected with 429 and error "rate_limited"
      And the client is told to retry after 1 minute
      When the client lists questions
      Then the response lists 3 questions

    Scenario: What is one too many changes nothing, and is counted for nobody else's route
      When the client creates a question with:
        | text | Do you have Emma in blue? |
      And the client sends the same request 5 times
      Then 2 of the responses have the status 201
      And 3 of the responses have the status 429
      When the client lists questions
      Then the response status is 200

    Scenario: After a minute there are three questions again
      When the client creates a question with:
        | text | Do you have Emma in blue? |
      And the client sends the same request 3 times
      Then the response status is 429
      When 1 minute passes
      And the client sends the same request 3 times
      Then the response status is 201

    Scenario: The minute begins with the first question
      When the client creates a question with:
        | text | Do you have Emma in blue? |
      And 45 seconds pass
      And the client sends the same request 3 times
      Then the response status is 429
      And the client is told to retry after 15 seconds

    Scenario: A question that is refused counts, too
      When the client creates a question with:
        | text | ? |
      Then the request is rejected with 422
      When the client sends the same request 3 times
      Then the response status is 429

    Scenario: Ten who ask at the same time are three
      When 10 clients send POST /api/v1/questions at once with body:
        | text | Is it signed? |
      Then 3 of the responses have the status 201
      And 7 of the responses have the status 429

  Rule: Answers say how many requests are left

    Scenario: A client can see what it has left
      When the client creates a question with:
        | text | Who wrote Evelina? |
      Then the response reports 2 requests remaining
      When the client sends the same request again
      Then the response reports 1 request remaining

    Scenario: The headers are those of the standard
      When the client sends POST /api/v1/questions with body:
        | text | Who wrote Evelina? |
      Then the response header "RateLimit-Policy" is "#regex .*;q=3;w=60"
      And the response header "RateLimit" is "#regex .*;r=2;t=[0-9]+"

    Scenario: Nothing is left when it is too much
      When the client sends POST /api/v1/questions with body:
        | text | Who wrote Evelina? |
      And the client sends the same request 3 times
      Then the response reports 0 requests remaining
      And the response header "Retry-After" is "#integer"

  Rule: A limit is for a client, whatever it calls itself or the path

    Scenario: An address that the client only claims to have is not believed
      When the client creates a question with:
        | text | Can you gift-wrap? |
      And the client sends the same request 2 times
      Then the response status is 201
      Given the request header "X-Forwarded-For" is "203.0.113.7"
      When the client sends the same request again
      Then the response status is 429

    Scenario Outline: <method> <path> counts as what it is
      When the client sends GET /api/v1/questions
      And the client sends the same request 9 times
      Then the response status is 200
      When the client sends <method> <path>
      Then the response status is 429

      Examples:
        | method | path                             |
        | HEAD   | /api/v1/questions                |
        | GET    | /api/v1/questions/               |
        | GET    | /api/v1/questions?topic=anything |

    Scenario: Everything together has a limit that only machines reach
      When the client lists authors
      And the client lists categories
      Then the response reports 998 requests remaining

    Scenario: Everything for dealers is limited together
      Given requests under /api/v1/dealers are limited to 5/hour per address
      And offers are served under /api/v1/dealers/offers
      And remainders are served under /api/v1/dealers/remainders
      When the client lists offers
      And the client sends the same request 3 times
      Then the response reports 1 request remaining
      When the client creates a remainder with:
        | title | The Absentee |
      Then the response status is 201
      When the client sends the same request again
      Then the request is rejected with 429
      When the client lists questions
      Then the response status is 200
