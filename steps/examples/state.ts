import { feature } from './feature.ts'

export const stateExamples = {
  A5: feature`
    Feature: An orchard

      Scenario: The orchard knows its trees
        Given these trees exist:
          | kind   | height |
          | Apple  | 4      |
          | Walnut | 12     |
        When the client lists trees
        Then the response lists these trees:
          | kind   | height |
          | Walnut | 12     |
          | Apple  | 4      |
  `,

  A6: feature`
    Feature: A car park

      Scenario: The sign shows how many spaces there are
        Given 120 spaces exist
        When the client lists spaces
        Then the page holds 100 of 120 spaces
  `,

  A7: feature`
    Feature: Lost property

      Scenario: On some days nothing is lost
        Given no umbrellas exist
        When the client lists umbrellas
        Then the response lists 0 umbrellas
  `,

  A8: feature`
    Feature: Hiring bicycles

      Scenario: A bicycle comes back muddy
        Given a bicycle exists with:
          | name  | Penny |
          | state | clean |
        When the client updates the bicycle "Penny" with:
          | state | muddy |
        Then a bicycle exists with:
          | name  | Penny |
          | state | muddy |
  `,

  A9: feature`
    Feature: A guest house

      Scenario: Who checks out is forgotten
        Given a guest exists with:
          | name | Miss Marple |
        When the client deletes the guest "Miss Marple"
        Then no guest exists with:
          | name | Miss Marple |
  `,
}
