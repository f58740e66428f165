/** 200 scenarios of six steps, by resources of a zoo. */
export function zoo(): string {
  const scenario = (n: number) => `
  Scenario: Animal ${n} moves in
    Given a keeper exists with:
      | name | Keeper ${n} |
    When the client creates an animal with:
      | name      | Animal ${n}   |
      | kind      | kind ${n}     |
      | weight    | ${n}          |
      | keeper_id | {keeper.id}   |
    Then the response status is 201
    And the response field "kind" is "kind ${n}"
    And the response field "weight" is ${n}
    And an animal exists with:
      | name | Animal ${n} |
`
  return `Feature: Zoo
  Scenario: The shape of things
    Given a keeper has these fields:
      | field | type   | rules            |
      | name  | string | required, unique |
    And an animal has these fields:
      | field  | type    | rules            |
      | name   | string  | required, unique |
      | kind   | string  | required         |
      | weight | integer | min 0            |
    And an animal belongs to a keeper
${Array.from({ length: 200 }, (_, n) => scenario(n + 1)).join('')}`
}
