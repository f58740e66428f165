Feature: Book covers
  The image of a cover is uploaded as browsers upload files: in a form (multipart/form-data). It is stored while it is
  being read, is checked on the way, and is fetched where the book says that it is.

  Background:
    Given a book has these fields:
      | field       | type | rules                                   |
      | cover_image | file | max 1 MB, types image/png or image/jpeg |
    And a book exists with:
      | title | Dune |

  Rule: A book has at most one cover

    Scenario: A cover is uploaded
      When the client uploads "a PNG called dune.png of 67 bytes" to /api/v1/books/{book.id}/cover-image
      Then the response status is 201
      And the response body is:
        """
        { "name": "dune.png", "type": "image/png", "size": 67, "url": "#url" }
        """
      And the response header "Location" is "/api/v1/books/{book.id}/cover-image"

    Scenario: A cover is fetched as it was uploaded
      Given the client uploads "a PNG called dune.png of 67 bytes" to /api/v1/books/{book.id}/cover-image
      When the client sends GET {response.url}
      Then the response is the file "a PNG called dune.png of 67 bytes"
      And the response header "Content-Type" is "image/png"
      And the response header "Content-Length" is "67"
      And the response header "Content-Disposition" is 'inline; filename="dune.png"'
      And the response header "X-Content-Type-Options" is "nosniff"

    Scenario: A cover that the client has already is not sent again
      Given the client uploads "a PNG called dune.png of 67 bytes" to /api/v1/books/{book.id}/cover-image
      And the client sends GET /api/v1/books/{book.id}/cover-image
      When the client repeats the request with the ETag it received
      Then the response status is 304 Not Modified

    Scenario: A book tells of its cover
      Given the client uploads "a PNG called dune.png of 67 bytes" to /api/v1/books/{book.id}/cover-image
      When the client sends GET /api/v1/books/{book.id}
      Then the response body contains:
        | cover_image.name | dune.png  |
        | cover_image.type | image/png |
        | cover_image.size | 67        |
        | cover_image.url  | #url      |

    Scenario: A newer cover takes the place of the older
      Given the client uploads "a PNG called dune.png of 67 bytes" to /api/v1/books/{book.id}/cover-image
      When the client sends PUT /api/v1/books/{book.id}/cover-image with the file "a JPEG of 1 MB"
      Then the response status is 200
      When the client sends GET /api/v1/books/{book.id}/cover-image
      Then the response is the file "a JPEG of 1 MB"

    Scenario: A cover is taken away
      Given the client uploads "a PNG called dune.png of 67 bytes" to /api/v1/books/{book.id}/cover-image
      When the client sends DELETE /api/v1/books/{book.id}/cover-image
      Then the response status is 204
      When the client sends GET /api/v1/books/{book.id}
      Then the response field "cover_image" is null

    Scenario: There is no cover yet
      When the client sends GET /api/v1/books/{book.id}/cover-image
      Then the request is rejected with 404

  Rule: What is no cover is refused while it comes in

    Scenario: A file that is too large
      When the client uploads "a PNG of 1025 kB" to /api/v1/books/{book.id}/cover-image
      Then the request is rejected with 413 Payload Too Large
      When the client sends GET /api/v1/books/{book.id}/cover-image
      Then the request is rejected with 404

    Scenario Outline: <what>
      When the client uploads "<file>" to /api/v1/books/{book.id}/cover-image
      Then the request is rejected with 415 Unsupported Media Type

      Examples:
        | what                               | file                           |
        | A file of another type             | a PDF of 3 kB                  |
        | A file that only says it is a PNG  | a PDF called cover.png of 3 kB |

    Scenario: An empty file
      When the client uploads "an empty PNG" to /api/v1/books/{book.id}/cover-image
      Then the request is rejected with 422
      And the error reports "is an empty file" for the field "cover_image"

    Scenario: A form that is none
      When the client sends POST /api/v1/books/{book.id}/cover-image with body:
        """multipart/form-data; boundary=brine
        --brine
        Content-Disposition: form-data; name="cover_image"; filename="dune.png"
        """
      Then the request is rejected with 400 and error "malformed_body"
