/** The digest of nothing: what makes its styles at run time begins with an empty element. */
const EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/** The digest of the one rule that ReDoc puts into its page as text: links to headings. It belongs to the version that is here. */
const LINKS = "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"

/** Scripts and styles only from here, requests only to here. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${EMPTY} ${LINKS}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  'worker-src blob:', // ReDoc searches in one
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const page = (title: string, folder: string, script: string, style: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${folder}/${style}">
<script defer src="${folder}/${script}"></script>
<script defer src="${folder}/start.js"></script>
</head>
<body><div id="page"></div></body>
</html>
`

/** By their paths under `/api`. What they name is relative, so that a proxy may put the service under a path of its own. */
export const pages: ReadonlyMap<string, string> = new Map([
  ['docs', page('API', 'docs', 'swagger-ui-bundle.js', 'swagger-ui.css')],
  ['redoc', page('API', 'redoc', 'redoc.standalone.js', 'page.css')],
])

/** What is so small that it stands here. */
export const starts: ReadonlyMap<string, string> = new Map([
  [
    'docs/start.js',
    `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#page',
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
})
`,
  ],
  ['redoc/start.js', "Redoc.init('openapi.json', { hideLoading: true }, document.getElementById('page'))\n"],
  ['redoc/page.css', 'body {\n  margin: 0;\n}\n'],
])
