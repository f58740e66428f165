import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldOf, resourceOf } from '../../src/model/index.ts'
import { isAlone, withRoom } from '../../src/verify/room.ts'
import { modelOf } from '../support/specification.ts'

const model = await modelOf(`Feature: A theatre

  Scenario: What there is room for
    Given a hall has these fields:
      | field | type    | rules                           |
      | rows  | integer | required, min 1                 |
      | wide  | integer | required, max 40                |
      | gaps  | integer | required                        |
      | seats | integer | derived: rows * wide - gaps     |
      | sold  | integer | derived: sum of tickets.persons |
      | left  | integer | derived: seats - sold           |
      | floor | integer | required                        |
    And a ticket has these fields:
      | field   | type                 | rules    |
      | persons | integer              | required |
      | kind    | enum(day, evening)   | required |
    And a ticket belongs to a hall
    And the "left" of a hall never falls below 0
    And a hall has at most one ticket where kind is "evening"
    When the client lists halls
    Then the response lists 0 halls
`)
const hall = resourceOf(model, 'hall')!
const ticket = resourceOf(model, 'ticket')!

describe('a row that is made up', () => {
  it('has room for what belongs to it, as far as its rules go', () => {
    const least = ['rows', 'wide', 'gaps', 'floor'].map(name => withRoom(fieldOf(hall, name)!, hall, model).min)
    assert.deepEqual(least, [1000, 40, undefined, undefined])
  })

  it('is by itself where there is one like it at most', () => {
    const reference = fieldOf(ticket, 'hall_id')!
    const alone = ['evening', 'day'].map(kind => isAlone(ticket, reference, { kind }))
    assert.deepEqual([...alone, isAlone(ticket, reference, {})], [true, false, true])
  })
})
