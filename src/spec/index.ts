export * from './facts/index.ts'
export { isFormOf, participle } from './verbs.ts'
export { article, irregular, camel, kebab, pascal, plural, resourceName, snake, words } from './names.ts'
export {
  Given,
  StatementError,
  Then,
  When,
  type Args,
  type Attachment,
  type Phrase,
  type StepContext,
} from './phrase.ts'
export { durationInWords, unitsOfTime } from './duration.ts'
export { formatName } from './format-name.ts'
export { stepFinder, type FoundStep } from './find-step.ts'
export { byPlace, placeName, type Place } from './place.ts'
export { withSources } from './point-at.ts'
export { showProblem, type Problem } from './problem.ts'
export { withOwnWords } from './own-words.ts'
export { messageNames, messages, messageSaid, messagesNamed, sentences } from './messages.ts'
export { isSlip } from './nearest.ts'
export { checkFiles } from './check-files.ts'
export { readSpecification } from './read-specification.ts'
export { undefinedStep } from './read-step.ts'
export type { Feature, Scenario, Specification, Step } from './specification.ts'
export { big, isBig, parseExact, type Big } from './exact-json.ts'
export { STATUS_CODES } from './status-codes.ts'
export { testFile, type TestFile } from './test-file.ts'
export { isRef, parseTemplate, parseText, parts, type Ref, type Template } from './template.ts'
export { compileVocabulary, type Match, type Vocabulary, type WordType } from './vocabulary.ts'
export { parseCondition, type Comparison, type Condition, type Operand } from './expressions/condition.ts'
export { parseErrorShape, valuesIn, type ErrorShape, type ErrorValue } from './expressions/error-shape.ts'
export { parseShown, type ShownSource } from './expressions/shown.ts'
export { parseDerivation, type Arithmetic, type Derivation } from './expressions/derivation.ts'
export { examplesOf, expectedStatus, isOfSession, succeeds, type Example, type Placed } from './example.ts'
export { selectScenarios } from './selection.ts'
