import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { article, camel, irregular, kebab, pascal, plural, resourceName, snake, words } from '../../src/spec/index.ts'

/** `one many`: words that a rule of thumb gets wrong. */
const hard = `
  address addresses, agenda agendas, aircraft aircraft, alias aliases, analysis analyses, axis axes, base bases,
  batch batches, bias biases, bonus bonuses, box boxes, branch branches, bus buses, cache caches, calf calves,
  calorie calories, campus campuses, canvas canvases, category categories, chassis chassis, chief chiefs,
  child children, city cities, cliff cliffs, cookie cookies, corpus corpora, corps corps, crisis crises,
  criterion criteria, curriculum curricula, data data, database databases, day days, delivery deliveries,
  diagnosis diagnoses, dish dishes, echo echoes, ellipsis ellipses, entry entries, epoch epochs, equipment equipment,
  exercise exercises, expense expenses, family families, fax faxes, feedback feedback, fish fish, focus focuses,
  foot feet, formula formulas, gas gases, genus genera, goose geese, half halves, headquarters headquarters, hero heroes,
  horse horses, human humans, index indices, information information, iris irises, journey journeys, key keys,
  knife knives, leaf leaves, lease leases, lens lenses, life lives, man men, match matches, matrix matrices,
  menu menus, metadata metadata, minimum minimums, mouse mice, movie movies, news news, oasis oases, ox oxen, parenthesis parentheses,
  pass passes, path paths, person people, phenomenon phenomena, photo photos, pie pies, policy policies, potato potatoes,
  prefix prefixes, process processes, proof proofs, quiz quizzes, radius radii, release releases, reply replies,
  schema schemas, scissors scissors, selfie selfies, series series, sheep sheep, shelf shelves, shoe shoes,
  sms sms, species species, spectrum spectra, staff staff, status statuses, stimulus stimuli, stomach stomachs, studio studios, survey surveys, syllabus syllabi,
  tax taxes, thesis theses, thief thieves, tomato tomatoes, tooth teeth, toy toys, use uses, vertex vertices,
  veto vetoes, video videos, virus viruses, warehouse warehouses, wave waves, wife wives, wolf wolves, woman women, zombie zombies`
  .split(',')
  .map(pair => pair.trim().split(' ') as [one: string, many: string])

/** What people name resources, most of them regular. */
const common =
  `account action activity addon admin advert agent alarm album alert allergy amount animal answer apartment
  api-key app appointment area article artist asset assignment attachment attribute auction audit author award badge bag
  balance bank banner basket bed bid bike bill block board boat book booking brand brief budget bug building bundle
  button cabin cable calendar call camera campaign candidate car card care cargo carrier cart case cell certificate
  challenge change channel chapter charge chart chat check class clause client clinic clip cloud club coach code
  collection color column command comment community company component concert condition conference config connection
  contact container contest contract conversation copy cost country coupon course crew currency customer dashboard date
  deal debt deck department deposit desk detail device dialog discount doctor document dog domain door draft driver
  duty edition election email employee engine enquiry estate event evidence exam example exchange exhibit experience
  export fact factory favorite feature fee feed field file film filter fine flag fleet flight floor folder follower
  food form forum friend fund game gate gateway genre gift goal grade grant graph group guest guide habit hall holiday
  home hospital host hotel hour house idea image import incident inventory invite invoice issue item job journal judge
  kit lab label language law layer lead league ledger lesson letter level library license limit line link list loan
  location lock log lot loyalty-card machine mail map market measure meeting member memo mention menu-item merchant
  message metric milestone mission model module month museum name network node note notice number nurse object offer
  office operator option order order-line organisation outcome owner package page parcel park part partner party
  passenger passport patient payment penalty performance period permission pet phase phone phrase picture piece pilot
  place plan plane plant player playlist point pool port position post practice prescription price prize problem
  procedure product profile program project promise promotion property protocol province purchase question queue quote
  race rack range rate rating reaction reading receipt recipe record region reminder rental report request resource
  response review reward ride right role room round route row rule sale sample schedule school score screen season seat
  section seller sensor server service session setting shift ship shipment shop show signal site size skill slot snippet
  song source space speaker sponsor stage station step stock-movement store story stream street student style subject
  subscription supplier supply table tag target task teacher team template tenant test theme thread ticket tier time
  title token tool topic tour town track trade train transfer translation trip truck type unit university update upload
  user vacancy value vehicle vendor venue verse version view village visit visitor volunteer vote voucher wallet ward
  watch website week wheel window wish winner work worker workout workspace year zone`
    .split(/\s+/)
    .map(word => word.replaceAll('-', ' '))

describe('names', () => {
  for (const [one, many] of hard)
    it(`${one}, ${many}`, () => {
      assert.equal(plural(one), many)
      assert.equal(resourceName(many), one)
      assert.equal(resourceName(one), one)
      assert.equal(plural(many), many)
    })

  it('take the article that is spoken', () => {
    const spoken =
      'a book, an author, a user, a unit, an upload, an urn, a URL, an hour, an honour, a house, an order, a one-off, a euro'
    for (const one of spoken.split(', ')) assert.equal(article(one.replace(/^an? /, '')), one)
  })

  it(`go from one to many and back, for ${common.length} common words`, () => {
    assert.ok(common.length >= 200)
    for (const one of common) {
      assert.equal(resourceName(one), one)
      assert.equal(resourceName(plural(one)), one, plural(one))
      assert.equal(plural(plural(one)), plural(one))
    }
  })

  it('are the same however they are written', () => {
    for (const name of ['stock movement', 'Stock Movements', 'stock-movements', 'stock_movement', 'StockMovements'])
      assert.equal(resourceName(name), 'stock movement', name)
  })

  it('are spelled as each place has it', () => {
    const spelled = (name: string) => [camel, pascal, kebab, snake].map(spell => spell(name)).join(' ')
    assert.equal(spelled('stock movement'), 'stockMovement StockMovement stock-movement stock_movement')
    assert.equal(spelled('createdAt'), 'createdAt CreatedAt created-at created_at')
    assert.equal(spelled('line2 total'), 'line2Total Line2Total line2-total line2_total')
    assert.equal(spelled('book'), 'book Book book book')
    assert.deepEqual(words(' a__b  c-d '), ['a', 'b', 'c', 'd'])
    assert.deepEqual(words(''), [])
  })

  it('follow the plurals of the configuration', () => {
    assert.notEqual(plural('ninja wug'), 'ninja wuggen')
    irregular('wug', 'wuggen')
    assert.equal(plural('ninja wug'), 'ninja wuggen')
    assert.equal(resourceName('NinjaWuggen'), 'ninja wug')
  })
})
