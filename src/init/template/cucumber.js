// What editors and cucumber-js itself read. `brine bdd` finds features and steps without it.
export default {
  paths: ['features/**/*.feature'],
  import: ['node_modules/brine/dist/steps/cucumber.js', 'steps/**/*.ts'],
}
