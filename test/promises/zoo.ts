/** A small specification of another domain than the kit's own: keepers, animals and feedings of a zoo. */
export const keepers = `Feature: Keepers
  Background:
    Given a keeper has these fields:
      | field | type   | rules                    |
      | name  | string | required, unique, max 40 |
      | shift | enum(day, night) | default day    |

  Scenario: A keeper is taken on
    When the client creates a keeper with:
      | name | Hagar |
    Then the response status is 201
    And the response field "shift" is "day"

  Scenario: Two keepers never share a name
    Given a keeper exists with:
      | name | Hagar |
    When the client creates a keeper with:
      | name | Hagar |
    Then the request is rejected with 409 and error "conflict"
`

export const animals = `Feature: Animals
  Background:
    Given an animal has these fields:
      | field   | type    | rules                    |
      | name    | string  | required, unique, max 40 |
      | kind    | string  | required, max 40         |
      | weight  | decimal | min 0                    |
    And an animal belongs to a keeper

  Scenario: An animal moves in
    Given a keeper exists with:
      | name | Hagar |
    When the client creates an animal with:
      | name      | Rosa        |
      | kind      | elephant    |
      | keeper_id | {keeper.id} |
    Then the response status is 201
    And an animal exists with:
      | name | Rosa |

  Scenario: Animals are listed, the latest last
    Given these animals exist:
      | name | kind     |
      | Rosa | elephant |
      | Kofi | lemur    |
    When the client lists animals
    Then the response lists these animals in order:
      | name |
      | Rosa |
      | Kofi |

  Scenario: An animal is read
    Given an animal exists with:
      | name | Rosa |
      | kind | elephant |
    When the client reads the animal "Rosa"
    Then the response field "kind" is "elephant"

  Scenario: An animal puts on weight
    Given an animal exists with:
      | name | Rosa |
    When the client updates the animal "Rosa" with:
      | weight | 4100.5 |
    Then the response field "weight" is 4100.5
`

export const feedings = `Feature: Feedings
  Background:
    Given a feeding has these fields:
      | field | type    | rules           |
      | food  | string  | required        |
      | kilos | integer | required, min 1 |
    And a feeding belongs to an animal
    And feedings are served under /api/v1/animals/{animal.id}/feedings
    And an animal exists with:
      | name | Rosa |

  Scenario: A feeding is noted
    When the client creates a feeding with:
      | food  | hay |
      | kilos | 80  |
    Then the response status is 201
    And the response field "animal_id" is {animal.id}

  Scenario: Nobody is fed nothing
    When the client creates a feeding with:
      | food  | hay |
      | kilos | 0   |
    Then the request is rejected with 422
    And the error reports "is at least 1" for the field "kilos"
`

export const zoo = { keepers, animals, feedings }
