Feature: Documentation
  Whoever builds on the shop wants to read what it does before calling it. The service hands out its own OpenAPI document and shows
  it on two pages, with nothing fetched from elsewhere. In production they are off unless the configuration says otherwise.

  Scenario: Programs read what the API is
    When the client sends GET /api/openapi.json
    Then the response status is 200
    And the response header "Content-Type" contains "application/json"
    And the response field "openapi" is "3.1.1"
    And the response field "info.title" is "Bookshop"

  Scenario Outline: People read it on <page>
    When the client sends GET /api/<page>
    Then the response status is 200
    And the response header "Content-Type" contains "text/html"
    And the response header "Content-Security-Policy" contains "default-src 'none'"

    Examples:
      | page  |
      | docs  |
      | redoc |
