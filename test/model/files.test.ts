import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldsOf, inferred, operationsOf } from './outline.ts'

const table = (resource: string, ...rows: string[]) =>
  `Given a ${resource} has these fields:\n| field | type | rules |\n${rows.map(row => `| ${row} |`).join('\n')}\n`

describe('a file', () => {
  it('is put, fetched and taken away behind its item, by the name of the field', async () => {
    const found = await inferred(
      'boat',
      `${table('boat', 'name | string | required', 'sail_plan | file | max 2 MB, types application/pdf or image/*')}
       When the client uploads "a PDF of 1 kB" to /boats/{boat.id}/sail-plan
       Then the response status is 201`,
      `When the client sends DELETE /boats/{boat.id}/sail-plan
       Then the response status is 204`,
    )
    assert.deepEqual(operationsOf(found), [
      'downloadSailPlan GET /boats/{boat}/sail-plan 200',
      'uploadSailPlan POST /boats/{boat}/sail-plan 201',
      'removeSailPlan DELETE /boats/{boat}/sail-plan 204',
    ])
  })

  it('comes with the row that an upload to a collection makes, declared or not', async () => {
    const found = await inferred(
      'attachment',
      `Given an attachment belongs to a ticket
       When the client uploads "a text of 1 kB" to /tickets/{ticket.id}/attachments with:
         | note | the log |
       Then the response status is 201
       And the response body contains:
         | note          | the log    |
         | content.type  | text/plain |`,
    )
    assert.equal(fieldsOf(found)['content'], 'file, required')
    assert.deepEqual(operationsOf(found), [
      'create POST /tickets/{ticket}/attachments 201',
      'downloadContent GET /tickets/{ticket}/attachments/{attachment}/content 200',
    ])
  })

  it("is the client's own behind its own row, and that of others behind theirs", async () => {
    const found = await inferred(
      'user',
      `Given these users are registered:
         | email           | password        |
         | ada@example.org | correct horse 1 |
       And the client's own user is served under /me
       And the client is signed in as "ada@example.org"
       When the client sends PUT /me/avatar with the file "a PNG of 1 kB"
       Then the response status is 200
       When the client sends GET /users/{user.id}/avatar
       Then the response is the file "a PNG of 1 kB"`,
    )
    const files = operationsOf(found).filter(line => line.includes('avatar'))
    assert.deepEqual(files.toSorted(), [
      'downloadAvatar GET /users/{user}/avatar 200',
      'replaceAvatarOwn PUT /me/avatar 200',
    ])
  })
})
