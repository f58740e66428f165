import { TestProject } from '../support/project.ts'

const feature = `Feature: Notes

  Scenario: A note is written
    When the client creates a note with:
      | text | buy milk |
    Then the response status is 201

  Scenario: A note is read
    Given a note exists with:
      | text | buy milk |
    When the client reads the note "buy milk"
    Then the response field "text" is "buy milk"
`

/** A project with a generated service of notes. */
export async function notes(): Promise<TestProject> {
  const project = await TestProject.create({ notes: feature })
  const { status, output } = await project.brine('bdd', '--backend', 'embedded')
  if (status !== 0) throw new Error(output)
  return project
}
