Feature: Signing in
  Readers have an account. They sign in by e-mail address and password, and are given two tokens: one to show with each
  request, which ends soon, and one to get the next pair with, which is good once.

  Background:
    Given a user has these fields:
      | field    | type     | rules                          |
      | email    | email    | required, unique               |
      | name     | string   | required, max 100              |
      | password | password | required, min 12, max 200      |
    And clients register with POST /auth/register
    And clients change their password with PUT /auth/password
    And the client's own user is served under /api/v1/me

  Rule: Readers register themselves

    Scenario: An account is made
      When the client sends POST /auth/register with body:
        """json
        { "email": "ada@example.org", "name": "Ada Byron", "password": "the difference engine" }
        """
      Then the response status is 201
      And the response field "email" is "ada@example.org"
      And the response has no field "password"
      When the client signs in with email "ada@example.org" and password "the difference engine"
      Then the response status is 200

    Scenario: An address has one account
      Given these users are registered:
        | email           | name      | password              |
        | ada@example.org | Ada Byron | the difference engine |
      When the client sends POST /auth/register with body:
        """json
        { "email": "ada@example.org", "name": "Not Ada", "password": "something else entirely" }
        """
      Then the request is rejected with 409
      And the error reports "has already been taken" for the field "email"

    Scenario: Capitals make no other address
      Given these users are registered:
        | email           | name      | password              |
        | Ada@example.org | Ada Byron | the difference engine |
      When the client sends POST /auth/register with body:
        """json
        { "email": "ada@Example.org", "name": "Not Ada", "password": "something else entirely" }
        """
      Then the request is rejected with 409
      And the error reports "has already been taken" for the field "email"
      When the client signs in with email "ADA@example.org" and password "the difference engine"
      Then the response status is 200
      When the client sends GET /api/v1/me
      Then the response field "email" is "Ada@example.org"

    Scenario: A short password is refused
      When the client sends POST /auth/register with body:
        """json
        { "email": "ada@example.org", "name": "Ada Byron", "password": "engine" }
        """
      Then the request is rejected with 422
      And the error reports "has at least 12 characters" for the field "password"

  Rule: A password gets two tokens

    Background:
      Given these users are registered:
        | email           | name            | password              |
        | ada@example.org | Ada Byron       | the difference engine |
        | ben@example.org | Charles Babbage | the analytical engine |

    Scenario: The right password
      When the client signs in with email "ada@example.org" and password "the difference engine"
      Then the response status is 200
      And the response body is:
        """json
        {
          "access_token": "#jwt",
          "refresh_token": "#string",
          "token_type": "Bearer",
          "expires_in": 900
        }
        """
      And the client receives an access token that expires in 15 minutes

    Scenario: The same by the form of OAuth2
      Given the request header "Content-Type" is "application/x-www-form-urlencoded"
      When the client sends POST /auth/token with body:
        """
        grant_type=password&username=ada%40example.org&password=the+difference+engine
        """
      Then the response status is 200
      And the response field "access_token" is a jwt

    Scenario Outline: <who> is not let in
      When the client signs in with email "<email>" and password "<password>"
      Then the request is rejected with 401 and error "unauthenticated"
      And the response header "WWW-Authenticate" is "Bearer"
      And the response field "detail" is "These credentials are not right."

      Examples:
        | who                              | email           | password              |
        | A reader with a wrong password   | ada@example.org | the difference Engine |
        | A reader with another's password | ada@example.org | the analytical engine |
        | A stranger                       | eve@example.org | the difference engine |

    Scenario: Half the credentials are not enough
      When the client sends POST /auth/token with body:
        """json
        { "email": "ada@example.org" }
        """
      Then the request is rejected with 422
      And the error reports "is required" for the field "password"

    Scenario: Who am I?
      Given the client is signed in as "ada@example.org"
      When the client sends GET /api/v1/me
      Then the response status is 200
      And the response body contains:
        | email | ada@example.org |
        | name  | Ada Byron       |
      And the response has no field "password"

    Scenario: Nobody in particular
      Given the client is anonymous
      When the client sends GET /api/v1/me
      Then the request is rejected with 401
      And the response header "WWW-Authenticate" is "Bearer"

    Scenario: An access token ends
      Given the client is signed in as "ada@example.org"
      And 16 minutes pass
      When the client sends GET /api/v1/me
      Then the request is rejected with 401
      And the response header "WWW-Authenticate" is "Bearer error=\"invalid_token\""

    Scenario: One that has ended opens nothing
      Given the client presents an expired access token
      When the client sends GET /api/v1/me
      Then the request is rejected with 401

    Scenario: One that somebody else has signed opens nothing
      Given the client presents an access token signed with another key
      When the client sends GET /api/v1/me
      Then the request is rejected with 401

  Rule: A password is not to be guessed

    Background:
      Given these users are registered:
        | email           | name            | password              |
        | ada@example.org | Ada Byron       | the difference engine |
        | ben@example.org | Charles Babbage | the analytical engine |
      When the client signs in with email "ada@example.org" and password "the indifference engine"
      And the client sends the same request 9 times
      Then the response status is 401

    Scenario: After ten wrong ones it has to wait, also with the right one
      When the client signs in with email "ada@example.org" and password "the difference engine"
      Then the request is rejected with 429 and error "rate_limited"
      And the client is told to retry after 1 minute
      Given 1 minute passes
      When the client signs in with email "ada@example.org" and password "the difference engine"
      Then the response status is 200

    Scenario: Nor does writing the address in capitals help
      When the client signs in with email "ADA@example.org" and password "the difference engine"
      Then the request is rejected with 429 and error "rate_limited"

    Scenario: Others are not in the way
      When the client signs in with email "ben@example.org" and password "the analytical engine"
      Then the response status is 200

  Rule: A refresh token gets the next two, once

    Background:
      Given these users are registered:
        | email           | name            | password              |
        | ada@example.org | Ada Byron       | the difference engine |
      And the client is signed in as "ada@example.org"

    Scenario: A reader stays signed in
      Given 20 minutes pass
      When the client refreshes its access token
      Then the response status is 200
      And the response field "refresh_token" is "#string"
      And the client receives an access token that expires in 15 minutes
      When the client sends GET /api/v1/me
      Then the response field "name" is "Ada Byron"

    Scenario: Who is away for a month signs in again
      Given 31 days pass
      When the client refreshes its access token
      Then the request is rejected with 401

    Scenario: A token that comes a second time was stolen, so all that came of it ends
      Given the client refreshes its access token
      When the client reuses a refresh token it has already used
      Then the request is rejected with 401 and error "token_reused"
      When the client refreshes its access token
      Then the request is rejected with 401
      When the client sends GET /api/v1/me
      Then the request is rejected with 401

    Scenario: Two that ask at once: one is served, and nobody is taken for a thief
      When the client signs in with email "ada@example.org" and password "the difference engine"
      And 2 clients send POST /auth/refresh at once with body:
        """json
        { "refresh_token": "{response.refresh_token}" }
        """
      Then 1 of the responses have the status 200
      And 1 of the responses have the status 401

    Scenario: What looks like a token is none
      When the client sends POST /auth/refresh with body:
        """json
        { "refresh_token": "Zm9yZ2VkIGJ5IHNvbWVib2R5" }
        """
      Then the request is rejected with 401 and error "token_unknown"

  Rule: Readers sign out

    Background:
      Given these users are registered:
        | email           | name            | password              |
        | ada@example.org | Ada Byron       | the difference engine |
      And the client is signed in as "ada@example.org"

    Scenario: Neither token is good any more
      When the client signs out
      Then the response status is 204
      When the client sends GET /api/v1/me
      Then the request is rejected with 401
      When the client refreshes its access token
      Then the request is rejected with 401

    Scenario: Strangers have nothing to sign out of
      Given the client is anonymous
      When the client sends POST /auth/sign-out
      Then the request is rejected with 401

    Scenario: Another password signs everybody else out
      When the client sends PUT /auth/password with body:
        """json
        { "current_password": "the difference engine", "new_password": "the analytical engine" }
        """
      Then the response status is 204
      When the client refreshes its access token
      Then the request is rejected with 401
      When the client signs in with email "ada@example.org" and password "the difference engine"
      Then the request is rejected with 401
      When the client signs in with email "ada@example.org" and password "the analytical engine"
      Then the response status is 200

    Scenario: Only who knows the password changes it
      When the client sends PUT /auth/password with body:
        """json
        { "current_password": "the indifference engine", "new_password": "the analytical engine" }
        """
      Then the request is rejected with 422
      And the error reports "is not valid" for the field "current_password"
      When the client signs in with email "ada@example.org" and password "the difference engine"
      Then the response status is 200
